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

} // namespace

std::string writeReportCsv(const EvaluationReport& report, TableFormat format)
{
    if (report.fusion && report.segmentation)
        throw Error(ErrorKind::Usage, "Cannot write fusion metrics and segmentation to one CSV table",
                    "they have different columns", "Evaluate them one after the other, or choose --format json");
    if (report.segmentation)
        return withCounts(formatTable(segmentationTable(*report.segmentation), format),
                          report.segmentation->images.size(), report.segmentation->leftOut.size());
    if (!report.fusion)
        return {};
    const Evaluation& evaluation = *report.fusion;
    if (report.perImage)
        return format == TableFormat::Csv ? imagesCsv(evaluation) : imagesLongCsv(evaluation);
    return withCounts(formatTable(meansTable(evaluation), format), evaluation.images.size(), evaluation.leftOut.size());
}

} // namespace duoscope
