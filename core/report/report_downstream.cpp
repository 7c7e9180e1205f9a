// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_downstream.h"

#include "core/base/error.h"
#include "core/dataset/dataset_layout.h"
#include "core/dataset/ground_truth.h"

#include <algorithm>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNotFused = "It was not fused by all methods.";

/// The boxes of the run's data set, by the names of its pairs; none where it has none or is no longer there.
BoxLists boxesOfDataset(const BatchPlan& plan)
{
    BoxLists lists;
    if (plan.layout.empty())
        return lists;
    DatasetListing listing;
    try {
        listing = listSamples(plan.dataset, parseLayout(plan.layout));
    } catch (const Error&) {
        return lists;
    }
    lists.classes = listing.boxClasses;
    for (const BatchItem& item : plan.items) // by file, for a pair's name may begin with that of its split
        for (const SampleFiles& sample : listing.samples)
            if (sample.visible == item.visible && !sample.boxes.empty())
                lists.files[item.stem] = sample.boxes;
    return lists;
}

BoxLists boxListsOf(const QualitySources& sources)
{
    const BoxLists lists =
        sources.options.boxes.empty() ? boxesOfDataset(sources.run.plan) : boxListsIn(sources.options.boxes);
    return lists.files.empty() ? lists : chosenLists(lists, sources.options.boxChoice);
}

FilesByStem labelsOf(const BatchPlan& plan)
{
    FilesByStem labels;
    for (const BatchItem& item : plan.items)
        if (!item.label.empty())
            labels[item.stem] = item.label;
    return labels;
}

EvaluationList listOf(const QualitySources& sources)
{
    EvaluationList list;
    for (const BatchItem& item : sources.run.plan.items) {
        EvaluationItem entry{item.stem, {item.infrared, item.visible}, {}, {}};
        for (const BatchMethod& method : sources.run.request.methods) {
            const TaskId task{item.stem, method.key};
            if (!sources.records.contains(task))
                entry.problem = kNotFused;
            entry.results.push_back(sources.folder /
                                    (sources.run.request.outputs.gray ? grayFile(task) : colourFile(task)));
        }
        list.items.push_back(std::move(entry));
    }
    return list;
}

/// Tells what was left out, but for pairs that the report lists as failed or missing anyway; drops a part of nothing.
template <typename Part>
void settle(std::optional<Part>& part, const char* what, const QualitySources& sources,
            std::vector<std::string>& problems)
{
    if (!part)
        return;
    for (LeftOut& item : part->leftOut) {
        item.reason = sources.hide(item.reason);
        std::string problem = item.name + " does not count among results that are segmented: " + item.reason;
        if (item.reason != kNotFused && std::find(problems.begin(), problems.end(), problem) == problems.end())
            problems.push_back(std::move(problem));
    }
    if (part->images.empty()) {
        problems.push_back(std::string("Segmentations of the results are not compared with ") + what +
                           ": it can be done for none of " + std::to_string(part->leftOut.size()) + " pairs.");
        part.reset();
    }
}

} // namespace

DownstreamEvaluation downstreamOf(const QualitySources& sources, std::vector<std::string>& problems,
                                  const JobControl& job)
{
    const SegmentationNetwork& network = *sources.options.network;
    GroundTruth known(network.classes);
    DownstreamTruth truth;
    DownstreamOptions options;
    options.ranges = sources.run.request.ranges;
    FilesByStem labels = labelsOf(sources.run.plan);
    const bool isLabelled = !labels.empty();
    if (const auto name = labelClassesOf(sources, network.classes.name()); isLabelled && name) {
        const bool areOurs = *name == network.classes.name();
        known.setLabels(std::move(labels),
                        areOurs ? network.classes : ClassSet::load(sources.options.classSets / (*name + ".json")));
        truth.labels = [&](const std::string& scene) { return known.labels(scene); };
        if (!areOurs) // what the labels can't say is no mistake
            options.selection = ClassSelection::Present;
    } else if (isLabelled) {
        problems.push_back("Segmentations of the results are not compared with the labels, whose class set is not "
                           "known; --label-classes names it.");
    }
    if (BoxLists boxes = boxListsOf(sources); !boxes.files.empty()) {
        known.setBoxes(std::move(boxes));
        truth.boxes = [&](const std::string& scene, cv::Size size) { return known.boxes(scene, size); };
        truth.boxList = toString(sources.options.boxChoice);
    }
    if (!truth.boxes && !isLabelled)
        throw Error(ErrorKind::Usage, "Cannot judge the results by segmentation",
                    "the run's pairs have neither labels nor boxes",
                    "Name a folder of boxes (--boxes), or fuse with labels (batch --labels, --dataset)");
    if (!truth.boxes && !truth.labels)
        return {network.name, {}, {}};
    std::vector<std::string> methods;
    for (const BatchMethod& method : sources.run.request.methods)
        methods.push_back(method.key);
    DownstreamEvaluation evaluation = evaluateDownstream(listOf(sources), methods, network, truth, options, job);
    settle(evaluation.segmentation, "labels", sources, problems);
    settle(evaluation.boxes, "boxes", sources, problems);
    for (const std::string& warning : known.warnings())
        problems.push_back(sources.hide(warning));
    return evaluation;
}

} // namespace duoscope
