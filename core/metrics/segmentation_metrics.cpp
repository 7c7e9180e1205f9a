// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/segmentation_metrics.h"

#include "core/base/error.h"
#include "core/labels/label_values.h"

#include <opencv2/core.hpp>

#include <stdexcept>
#include <tuple>
#include <utility>

namespace duoscope {
namespace {

constexpr const char* kPaperEight[] = {"car", "person", "truck", "lamp", "sign", "building", "vegetation", "pole"};

cv::Mat toIds(const cv::Mat& map)
{
    if (map.empty() || map.channels() != 1 || (map.depth() != CV_8U && map.depth() != CV_16U && map.depth() != CV_32S))
        throw std::invalid_argument("label maps are 8, 16 or 32-bit integers of one channel");
    cv::Mat ids;
    map.convertTo(ids, CV_32S);
    return ids;
}

std::string sizeOf(const cv::Mat& image) { return std::to_string(image.cols) + " x " + std::to_string(image.rows); }

[[noreturn]] void failUnknownId(const char* map, int id, int x, int y, int classes)
{
    throw Error(ErrorKind::Input, std::string("Cannot count the ") + map,
                "it holds the id " + std::to_string(id) + " at " + std::to_string(x) + ", " + std::to_string(y) +
                    ", and the classes are 0 to " + std::to_string(classes - 1),
                "Choose the class set that the map was made with, or say which id is ignored");
}

std::vector<int> selectedIds(const ConfusionMatrix& matrix, const ClassSet& classes, ClassSelection selection)
{
    std::vector<int> ids;
    if (selection == ClassSelection::PaperEight) {
        for (const char* name : kPaperEight) {
            if (classes.idOf(name) < 0)
                throw Error(ErrorKind::Usage, "Cannot average over the paper's eight classes",
                            "the class set " + classes.name() + " has no class \"" + name + "\"",
                            "Choose another selection of classes, or a class set that has it, such as fmb");
            ids.push_back(classes.idOf(name));
        }
        return ids;
    }
    for (int id = 0; id < matrix.size(); ++id) {
        if (selection != ClassSelection::All && id == classes.ignoredId())
            continue;
        std::int64_t labelled = 0;
        for (int prediction = 0; prediction < matrix.size(); ++prediction)
            labelled += matrix.count(id, prediction);
        if (selection != ClassSelection::Present || labelled > 0)
            ids.push_back(id);
    }
    return ids;
}

MetricValue share(std::int64_t part, std::int64_t whole, const char* ifNothing)
{
    return whole > 0 ? MetricValue(static_cast<double>(part) / static_cast<double>(whole))
                     : MetricValue::undefined(ifNothing);
}

/// @param ignored  label whose pixels do not count; -1 for none
ClassScore scoreClass(const ConfusionMatrix& matrix, int id, int ignored)
{
    ClassScore score;
    score.id = id;
    for (int other = 0; other < matrix.size(); ++other) {
        score.labelled += matrix.count(id, other);
        if (other != ignored)
            score.predicted += matrix.count(other, id);
    }
    const std::int64_t found = matrix.count(id, id);
    score.accuracy = share(found, score.labelled, "the labels do not contain the class");
    score.iou =
        share(found, score.labelled + score.predicted - found, "neither labels nor predictions contain the class");
    return score;
}

/// The mean of a value of those classes that have one.
std::pair<MetricValue, int> meanOf(const std::vector<ClassScore>& classes, MetricValue ClassScore::*value)
{
    double sum = 0;
    int count = 0;
    for (const ClassScore& score : classes)
        if ((score.*value).isDefined()) {
            sum += (score.*value).value;
            ++count;
        }
    return {count > 0 ? MetricValue(sum / count) : MetricValue::undefined("none of the classes occurs"), count};
}

} // namespace

ConfusionMatrix::ConfusionMatrix(int classes) : m_classes(classes)
{
    if (classes < 1)
        throw std::invalid_argument("a confusion matrix needs classes");
    m_counts.resize(static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes));
}

void ConfusionMatrix::add(const cv::Mat& prediction, const cv::Mat& label, std::optional<int> ignored)
{
    const cv::Mat predicted = toIds(prediction), labelled = toIds(label);
    if (predicted.size() != labelled.size())
        throw Error(ErrorKind::Input, "Cannot compare a prediction with its label map",
                    "the prediction has " + sizeOf(predicted) + " pixels and the label map " + sizeOf(labelled),
                    "Give maps of the same scene and size");
    ConfusionMatrix counted(m_classes);
    for (int y = 0; y < labelled.rows; ++y) {
        const int* labels = labelled.ptr<int>(y);
        const int* predictions = predicted.ptr<int>(y);
        for (int x = 0; x < labelled.cols; ++x) {
            if (ignored && labels[x] == *ignored)
                continue;
            if (labels[x] < 0 || labels[x] >= m_classes)
                failUnknownId("label map", labels[x], x, y, m_classes);
            if (predictions[x] < 0 || predictions[x] >= m_classes)
                failUnknownId("prediction", predictions[x], x, y, m_classes);
            ++counted.m_counts[static_cast<std::size_t>(labels[x]) * static_cast<std::size_t>(m_classes) +
                               static_cast<std::size_t>(predictions[x])];
        }
    }
    add(counted);
}

void ConfusionMatrix::add(const ConfusionMatrix& other)
{
    if (other.m_classes != m_classes)
        throw std::invalid_argument("confusion matrices of different classes can't be added");
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
}

std::int64_t ConfusionMatrix::count(int label, int prediction) const
{
    if (label < 0 || label >= m_classes || prediction < 0 || prediction >= m_classes)
        throw std::out_of_range("no such class");
    return m_counts[static_cast<std::size_t>(label) * static_cast<std::size_t>(m_classes) +
                    static_cast<std::size_t>(prediction)];
}

std::string toString(ClassSelection selection)
{
    switch (selection) {
    case ClassSelection::All:
        return "all";
    case ClassSelection::WithoutIgnored:
        return "without-ignored";
    case ClassSelection::Present:
        return "present";
    case ClassSelection::PaperEight:
        return "paper";
    }
    return {};
}

ClassSelection parseClassSelection(std::string_view text)
{
    for (const ClassSelection selection :
         {ClassSelection::All, ClassSelection::WithoutIgnored, ClassSelection::Present, ClassSelection::PaperEight})
        if (text == toString(selection))
            return selection;
    throw Error(ErrorKind::Usage, "Unknown selection of classes \"" + std::string(text) + "\"",
                "there are \"all\", \"without-ignored\", \"present\" and \"paper\"", "Choose one of them");
}

SegmentationScores scoreSegmentation(const ConfusionMatrix& matrix, const ClassSet& classes, ClassSelection selection)
{
    if (classes.size() != matrix.size())
        throw std::invalid_argument("the class set and the confusion matrix differ in size");
    const int ignored = selection == ClassSelection::All ? -1 : classes.ignoredId();
    SegmentationScores scores;
    std::int64_t found = 0, labelled = 0;
    for (const int id : selectedIds(matrix, classes, selection)) {
        ClassScore score = scoreClass(matrix, id, ignored);
        score.name = classes.at(id).name;
        found += matrix.count(id, id);
        labelled += score.labelled;
        scores.classes.push_back(std::move(score));
    }
    scores.pixelAccuracy = share(found, labelled, "the labels contain none of the classes");
    std::tie(scores.meanAccuracy, scores.classesOfAccuracy) = meanOf(scores.classes, &ClassScore::accuracy);
    std::tie(scores.meanIou, scores.classesOfIou) = meanOf(scores.classes, &ClassScore::iou);
    return scores;
}

SegmentationScores agreementWith(const cv::Mat& reference, const cv::Mat& segmentation, const ClassSet& classes)
{
    ConfusionMatrix matrix(classes.size());
    matrix.add(segmentation, reference, kLabelUnknown);
    return scoreSegmentation(matrix, classes, ClassSelection::Present);
}

} // namespace duoscope
