// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/segmentation_evaluation.h"

#include "core/base/error.h"
#include "core/labels/label_values.h"
#include "core/metrics/item_loop.h"

#include <mutex>
#include <stdexcept>
#include <utility>

namespace duoscope {
namespace {

MetricCell percent(const MetricValue& value) { return {value.isDefined() ? MetricValue(100 * value.value) : value}; }

MetricColumn percentColumn(const std::string& name) { return {name, MetricDirection::HigherIsBetter, "%", 2}; }

/// A column for each class. They are the same for all methods: a selection looks at the labels alone.
std::vector<MetricColumn> classColumns(const SegmentationEvaluation& evaluation)
{
    std::vector<MetricColumn> columns;
    if (!evaluation.scores.empty())
        for (const ClassScore& score : evaluation.scores[0].classes)
            columns.push_back(percentColumn(score.name));
    return columns;
}

} // namespace

SegmentationEvaluation evaluateSegmentation(const EvaluationList& list, const std::vector<std::string>& methods,
                                            const ClassSet& classes, ClassSelection selection,
                                            const LabelReader& readLabels, int threads, const JobControl& job)
{
    for (const EvaluationItem& item : list.items)
        if (item.sources.size() != 1 || item.results.size() != methods.size())
            throw std::invalid_argument("an item needs labels and a prediction for each method");
    std::vector<ConfusionMatrix> matrices(methods.size(), ConfusionMatrix(classes.size()));
    scoreSegmentation(ConfusionMatrix(classes.size()), classes, selection); // fails now rather than after all the work

    std::mutex adding;
    const std::vector<std::string> failures =
        forEachItem(list.items.size(), threads, job, "counting classes", [&](std::size_t i) {
            const EvaluationItem& item = list.items[i];
            if (!item.problem.empty())
                return;
            const cv::Mat labels = readLabels(item.sources[0]);
            std::vector<ConfusionMatrix> counted;
            for (std::size_t method = 0; method < methods.size(); ++method) {
                job.checkStop();
                try {
                    counted.emplace_back(classes.size()).add(readLabels(item.results[method]), labels, kLabelUnknown);
                } catch (const Error& error) {
                    throw Error(error.kind(), methods[method] + ": " + error.failure(), error.reason(), error.remedy());
                }
            }
            const std::lock_guard lock(adding);
            for (std::size_t method = 0; method < methods.size(); ++method)
                matrices[method].add(counted[method]);
        });

    SegmentationEvaluation evaluation;
    evaluation.classSet = classes.name();
    evaluation.selection = selection;
    evaluation.methods = methods;
    evaluation.withoutResults = list.withoutResults;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const EvaluationItem& item = list.items[i];
        if (const std::string& problem = item.problem.empty() ? failures[i] : item.problem; !problem.empty())
            evaluation.leftOut.push_back({item.name, problem});
        else
            evaluation.images.push_back(item.name);
    }
    for (const ConfusionMatrix& matrix : matrices)
        evaluation.scores.push_back(scoreSegmentation(matrix, classes, selection));
    return evaluation;
}

MetricTable iouTable(const SegmentationEvaluation& evaluation)
{
    std::vector<MetricColumn> columns = classColumns(evaluation);
    columns.push_back(percentColumn("mIoU"));
    MetricTable table("IoU (%)", std::move(columns));
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        std::vector<MetricCell> cells;
        for (const ClassScore& score : evaluation.scores[method].classes)
            cells.push_back(percent(score.iou));
        cells.push_back(percent(evaluation.scores[method].meanIou));
        table.addRow(evaluation.methods[method], std::move(cells));
    }
    return table;
}

MetricTable accuracyTable(const SegmentationEvaluation& evaluation)
{
    std::vector<MetricColumn> columns = classColumns(evaluation);
    columns.push_back(percentColumn("mAcc"));
    columns.push_back(percentColumn("pixels"));
    MetricTable table("Accuracy (%)", std::move(columns));
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        std::vector<MetricCell> cells;
        for (const ClassScore& score : evaluation.scores[method].classes)
            cells.push_back(percent(score.accuracy));
        cells.push_back(percent(evaluation.scores[method].meanAccuracy));
        cells.push_back(percent(evaluation.scores[method].pixelAccuracy));
        table.addRow(evaluation.methods[method], std::move(cells));
    }
    return table;
}

} // namespace duoscope
