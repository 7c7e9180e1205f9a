// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/downstream_evaluation.h"

#include "core/base/error.h"
#include "core/labels/label_values.h"
#include "core/metrics/item_loop.h"

#include <set>
#include <stdexcept>
#include <utility>

namespace duoscope {
namespace {

constexpr std::size_t kSources = 2;

std::string describe(cv::Size size) { return std::to_string(size.width) + " x " + std::to_string(size.height); }

/// What one scene adds to the sums.
struct SceneCounts {
    std::string labelProblem;              ///< why it does not count against labels; empty where it does
    std::string boxProblem;                ///< the same of boxes
    std::vector<ConfusionMatrix> matrices; ///< one a picture
    std::vector<LabelBox> boxes;
    std::vector<std::map<int, BoxCount>> found; ///< one a picture
};

/// What was thrown as a sentence; empty where nothing was.
template <typename Work>
std::string problemOf(Work work)
{
    try {
        work();
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

/// The luminance of a scene's sources and results, all of one size.
std::vector<cv::Mat> readPictures(const EvaluationItem& item, const PairOptions& ranges)
{
    const ImagePair pair = loadPair(item.sources[0], item.sources[1], ranges);
    std::vector<cv::Mat> pictures{pair.infrared.luminance, pair.visible.luminance};
    for (const std::filesystem::path& file : item.results) {
        pictures.push_back(loadSource(file, Modality::Visible).luminance);
        if (pictures.back().size() != pair.size())
            throw Error(ErrorKind::Input, "Cannot compare what is seen in " + file.string(),
                        "it has " + describe(pictures.back().size()) + " pixels and the sources have " +
                            describe(pair.size()),
                        "Give images of one size that show the same scene");
    }
    return pictures;
}

class Evaluator {
public:
    Evaluator(const SegmentationNetwork& network, const DownstreamTruth& truth, const DownstreamOptions& options)
        : m_network(network), m_truth(truth), m_options(options)
    {
    }

    SceneCounts count(const EvaluationItem& item, const JobControl& job) const
    {
        SceneCounts counts;
        const std::vector<cv::Mat> pictures = readPictures(item, m_options.ranges);
        const cv::Size size = pictures[0].size();
        cv::Mat labels;
        if (m_truth.labels)
            counts.labelProblem = problemOf([&] { labels = labelsOf(item.name, size); });
        if (m_truth.boxes)
            counts.boxProblem = problemOf([&] { counts.boxes = boxesOf(item.name, size); });
        const bool hasLabels = m_truth.labels && counts.labelProblem.empty();
        const bool hasBoxes = m_truth.boxes && counts.boxProblem.empty();
        for (std::size_t i = 0; (hasLabels || hasBoxes) && i < pictures.size(); ++i) {
            job.checkStop();
            const cv::Mat seen = m_network.segment(pictures[i]);
            if (hasLabels)
                counts.matrices.emplace_back(m_network.classes.size()).add(seen, labels, kLabelUnknown);
            if (hasBoxes)
                counts.found.push_back(countFoundBoxes(seen, counts.boxes, m_options.boxes));
        }
        return counts;
    }

private:
    cv::Mat labelsOf(const std::string& scene, cv::Size size) const
    {
        cv::Mat labels = m_truth.labels(scene);
        if (labels.empty())
            throw Error(ErrorKind::Input, "Cannot compare " + scene + " with labels",
                        "there is no label image of that name", "Add it, or take scenes that have labels");
        if (labels.size() != size)
            throw Error(ErrorKind::Input, "Cannot compare " + scene + " with its labels",
                        "they have " + describe(labels.size()) + " pixels and the images " + describe(size),
                        "Give labels of the images' size");
        return labels;
    }

    std::vector<LabelBox> boxesOf(const std::string& scene, cv::Size size) const
    {
        std::optional<std::vector<LabelBox>> boxes = m_truth.boxes(scene, size);
        if (!boxes)
            throw Error(ErrorKind::Input, "Cannot look for boxes in " + scene, "there is no list of boxes of that name",
                        "Add it, empty where there is no object, or take scenes that have one");
        return std::move(*boxes);
    }

    const SegmentationNetwork& m_network;
    const DownstreamTruth& m_truth;
    const DownstreamOptions& m_options;
};

SegmentationEvaluation sumOfLabels(const std::vector<SceneCounts>& scenes, const ClassSet& classes,
                                   ClassSelection selection, std::size_t pictures)
{
    SegmentationEvaluation evaluation;
    evaluation.classSet = classes.name();
    evaluation.selection = selection;
    for (std::size_t i = 0; i < pictures; ++i) {
        ConfusionMatrix sum(classes.size());
        for (const SceneCounts& scene : scenes)
            if (!scene.matrices.empty())
                sum.add(scene.matrices[i]);
        evaluation.scores.push_back(scoreSegmentation(sum, classes, selection));
    }
    return evaluation;
}

BoxEvaluation sumOfBoxes(const std::vector<SceneCounts>& scenes, const ClassSet& classes, const BoxRule& rule,
                         std::size_t pictures)
{
    BoxEvaluation evaluation;
    evaluation.classSet = classes.name();
    evaluation.rule = rule;
    std::set<int> ids;
    int boxes = 0;
    for (const SceneCounts& scene : scenes)
        if (!scene.found.empty())
            for (const LabelBox& box : scene.boxes) {
                ++(box.classId < 0 ? evaluation.foreignBoxes : boxes);
                if (box.classId >= 0)
                    ids.insert(box.classId);
            }
    for (const int id : ids)
        evaluation.classes.push_back({id, classes.at(id).name});
    evaluation.counts.assign(pictures, std::vector<BoxCount>(ids.size()));
    for (const SceneCounts& scene : scenes)
        for (std::size_t i = 0; i < scene.found.size(); ++i)
            for (std::size_t c = 0; c < evaluation.classes.size(); ++c)
                if (const auto found = scene.found[i].find(evaluation.classes[c].id); found != scene.found[i].end()) {
                    evaluation.counts[i][c].boxes += found->second.boxes;
                    evaluation.counts[i][c].found += found->second.found;
                }
    evaluation.lowBoxes = boxes - evaluation.total(0).boxes;
    return evaluation;
}

/// Fills in which scenes count.
template <typename Part>
void addScenes(const EvaluationList& list, const std::vector<std::string>& problems, Part& part)
{
    part.withoutResults = list.withoutResults;
    for (std::size_t i = 0; i < list.items.size(); ++i)
        if (problems[i].empty())
            part.images.push_back(list.items[i].name);
        else
            part.leftOut.push_back({list.items[i].name, problems[i]});
}

} // namespace

DownstreamEvaluation evaluateDownstream(const EvaluationList& list, const std::vector<std::string>& methods,
                                        const SegmentationNetwork& network, const DownstreamTruth& truth,
                                        const DownstreamOptions& options, const JobControl& job)
{
    if (!truth.labels && !truth.boxes)
        throw std::invalid_argument("a segmentation is compared with labels or boxes");
    for (const EvaluationItem& item : list.items)
        if (item.sources.size() != kSources || item.results.size() != methods.size())
            throw std::invalid_argument("an item needs two sources and a result for each method");
    if (truth.labels) // fails now rather than after all the work
        scoreSegmentation(ConfusionMatrix(network.classes.size()), network.classes, options.selection);

    const Evaluator evaluator(network, truth, options);
    std::vector<SceneCounts> scenes(list.items.size());
    // One at a time: a network computes with all threads by itself.
    const std::vector<std::string> failures = forEachItem(list.items.size(), 1, job, "segmenting", [&](std::size_t i) {
        if (list.items[i].problem.empty())
            scenes[i] = evaluator.count(list.items[i], job);
    });

    std::vector<std::string> labelProblems, boxProblems;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        const std::string& problem = list.items[i].problem.empty() ? failures[i] : list.items[i].problem;
        labelProblems.push_back(problem.empty() ? scenes[i].labelProblem : problem);
        boxProblems.push_back(problem.empty() ? scenes[i].boxProblem : problem);
    }
    std::vector<std::string> names{"infrared", "visible"};
    names.insert(names.end(), methods.begin(), methods.end());
    DownstreamEvaluation evaluation;
    evaluation.network = network.name;
    if (truth.labels) {
        evaluation.segmentation = sumOfLabels(scenes, network.classes, options.selection, names.size());
        evaluation.segmentation->methods = names;
        addScenes(list, labelProblems, *evaluation.segmentation);
    }
    if (truth.boxes) {
        evaluation.boxes = sumOfBoxes(scenes, network.classes, options.boxes, names.size());
        evaluation.boxes->methods = names;
        evaluation.boxes->list = truth.boxList;
        addScenes(list, boxProblems, *evaluation.boxes);
    }
    return evaluation;
}

} // namespace duoscope
