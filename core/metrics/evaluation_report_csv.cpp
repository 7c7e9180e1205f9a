// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/metrics/report_writers.h"
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"

namespace duoscope {
namespace {

/// A line for each image and method.
std::string imagesCsv(const Evaluation& evaluation)
{
    std::string text = "image,method";
    for (const MetricColumn& column : evaluation.metrics)
        text += ',' + csvField(column.name);
    text += '\n';
    for (std::size_t image = 0; image < evaluation.images.size(); ++image)
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
            text += csvField(evaluation.images[image]) + ',' + csvField(evaluation.methods[method]);
            for (const MetricValue& value : evaluation.values[method][image])
                text += ',' + exactNumber(value.value);
            text += '\n';
        }
    return text;
}

/// A line for each image, method and metric.
std::string imagesLongCsv(const Evaluation& evaluation)
{
    std::string text = "image,method,metric,value,reason\n";
    for (std::size_t image = 0; image < evaluation.images.size(); ++image)
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method)
            for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
                const MetricValue& value = evaluation.values[method][image][metric];
                text += csvField(evaluation.images[image]) + ',' + csvField(evaluation.methods[method]) + ',' +
                        csvField(evaluation.metrics[metric].name) + ',' + exactNumber(value.value) + ',' +
                        csvField(value.undefinedBecause) + '\n';
            }
    return text;
}

/// The table with two more columns, which are the same in each line: no mean is read without what it is of.
std::string withCounts(const std::string& csv, std::size_t measured, std::size_t leftOut)
{
    std::string text;
    for (std::size_t begin = 0; begin < csv.size();) {
        const std::size_t end = csv.find('\n', begin); // fields hold no line feeds
        text += csv.substr(begin, end - begin);
        text += begin == 0 ? std::string(",images,left out")
                           : ',' + std::to_string(measured) + ',' + std::to_string(leftOut);
        text += '\n';
        begin = end + 1;
    }
    return text;
}

/// IoU and accuracies side by side.
MetricTable segmentationTable(const SegmentationEvaluation& evaluation)
{
    const MetricTable iou = iouTable(evaluation), accuracy = accuracyTable(evaluation);
    std::vector<MetricColumn> columns = iou.columns();
    for (MetricColumn& column : columns)
        column.name += column.name == "mIoU" ? "" : " IoU";
    for (MetricColumn column : accuracy.columns()) {
        column.name += column.name == "mAcc" ? "" : " accuracy";
        columns.push_back(column);
    }
    MetricTable table("Method", std::move(columns));
    for (std::size_t row = 0; row < iou.rows(); ++row) {
        std::vector<MetricCell> cells;
        for (std::size_t column = 0; column < iou.columns().size(); ++column)
            cells.push_back(iou.cell(row, column));
        for (std::size_t column = 0; column < accuracy.columns().size(); ++column)
            cells.push_back(accuracy.cell(row, column));
        table.addRow(iou.rowName(row), std::move(cells));
    }
    return table;
}

/// Shares with the numbers of boxes they are of, which LongCsv has as counts.
MetricTable boxTableOf(const BoxEvaluation& evaluation, TableFormat format)
{
    const MetricTable shares = boxTable(evaluation, false);
    if (format == TableFormat::LongCsv)
        return shares;
    std::vector<MetricColumn> columns;
    for (const MetricColumn& column : shares.columns()) {
        columns.push_back(column);
        columns.push_back({column.name + " boxes", MetricDirection::HigherIsBetter, "", 0});
    }
    MetricTable table("Method", std::move(columns));
    for (std::size_t row = 0; row < shares.rows(); ++row) {
        std::vector<MetricCell> cells;
        for (std::size_t column = 0; column < shares.columns().size(); ++column) {
            cells.push_back(shares.cell(row, column));
            cells.emplace_back(MetricValue(shares.cell(row, column).count));
        }
        table.addRow(shares.rowName(row), std::move(cells));
    }
    return table;
}

template <typename Part>
std::string csvOf(const MetricTable& table, const Part& part, TableFormat format)
{
    return withCounts(formatTable(table, format), part.images.size(), part.leftOut.size());
}

} // namespace

std::string writeReportCsv(const EvaluationReport& report, TableFormat format)
{
    const SegmentationEvaluation* labels = nullptr;
    const BoxEvaluation* boxes = nullptr;
    if (report.downstream) {
        labels = report.downstream->segmentation ? &*report.downstream->segmentation : nullptr;
        boxes = report.downstream->boxes ? &*report.downstream->boxes : nullptr;
    }
    if (report.fusion.has_value() + report.segmentation.has_value() + (labels != nullptr) + (boxes != nullptr) > 1)
        throw Error(ErrorKind::Usage, "Cannot write fusion metrics, segmentation and boxes to one CSV table",
                    "they have different columns", "Evaluate them one after the other, or choose --format json");
    if (report.segmentation)
        labels = &*report.segmentation;
    if (labels)
        return csvOf(segmentationTable(*labels), *labels, format);
    if (boxes)
        return csvOf(boxTableOf(*boxes, format), *boxes, format);
    if (!report.fusion)
        return {};
    const Evaluation& evaluation = *report.fusion;
    if (report.perImage)
        return format == TableFormat::Csv ? imagesCsv(evaluation) : imagesLongCsv(evaluation);
    return csvOf(meansTable(evaluation), evaluation, format);
}

} // namespace duoscope
