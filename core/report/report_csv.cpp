// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_writers.h"
#include "core/report/attribution_summary.h"
#include "core/report/data_formats.h"
#include "core/report/stage_summary.h"
#include "core/report/utf8_text.h"

namespace duoscope {
namespace {

/// The lines of a table below its head, each with the table's name before it.
void addTable(std::string& csv, const std::string& name, const MetricTable& table)
{
    const std::string text = formatTable(table, TableFormat::LongCsv);
    for (std::size_t begin = text.find('\n') + 1; begin < text.size();) { // fields hold no line feeds
        const std::size_t end = text.find('\n', begin);
        csv += cleanText(csvField(name) + ',' + text.substr(begin, end - begin)) + '\n';
        begin = end + 1;
    }
}

void addReason(std::string& csv, const char* table, const std::string& row, const std::string& metric,
               const std::string& reason)
{
    csv += cleanText(std::string(table) + ',' + csvField(row) + ',' + csvField(metric) + ",,,,," + csvField(reason)) +
           '\n';
}

MetricTable secondsTable(const Report& report)
{
    MetricTable table("Method", {{"seconds", MetricDirection::LowerIsBetter, "s", 2}});
    for (const ReportMethod& method : report.methods)
        table.addRow(method.key, {method.seconds});
    return table;
}

} // namespace

std::string reportCsv(const Report& report)
{
    std::string csv = "table,row,metric,value,deviation,count,missing,reason\n";
    if (const auto& fusion = report.quality.fusion) {
        addTable(csv, "means", meansTable(*fusion));
        if (fusion->methods.size() > 1) {
            addTable(csv, "mean ranks", meanRanksTable(*fusion));
            addTable(csv, "wins", winsTable(*fusion));
        }
    }
    if (const auto& segmentation = report.quality.segmentation) {
        addTable(csv, "IoU", iouTable(*segmentation));
        addTable(csv, "accuracy", accuracyTable(*segmentation));
    }
    if (const auto& downstream = report.quality.downstream) {
        if (downstream->segmentation) {
            addTable(csv, "IoU of results", iouTable(*downstream->segmentation));
            addTable(csv, "accuracy of results", accuracyTable(*downstream->segmentation));
        }
        if (downstream->boxes)
            addTable(csv, "boxes found", boxTable(*downstream->boxes, false));
    }
    addTable(csv, "time", secondsTable(report));
    for (const AttributionSummary& summary : report.attribution)
        addTable(csv, "attribution of " + summary.method, attributionTable(summary, "Class"));
    for (const StagesSummary& summary : report.stages)
        addTable(csv, "stages of " + summary.method, stagesTable(summary, "Stage"));
    if (const auto& fusion = report.quality.fusion)
        for (std::size_t method = 0; method < fusion->methods.size(); ++method)
            addTable(csv, "pairs of " + fusion->methods[method], imagesTable(*fusion, method));
    for (const BatchFailure& failure : report.failures)
        for (const std::string& method : failure.methods)
            addReason(csv, "failed", failure.item, method, failure.reason);
    for (const TaskId& task : report.missing)
        addReason(csv, "missing", task.item, task.method, "It is not fused yet.");
    for (const SkippedFile& file : report.skipped)
        addReason(csv, "skipped", file.file.string(), "", file.reason);
    for (const std::string& problem : report.problems)
        addReason(csv, "problem", "", "", problem);
    return csv;
}

} // namespace duoscope
