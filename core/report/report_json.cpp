// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/report/data_formats.h"
#include "core/report/stage_summary.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

/// As the tables of metrics have them: infinite numbers as text, undefined ones as null.
Json number(double value)
{
    if (std::isnan(value))
        return nullptr;
    return std::isinf(value) ? Json(exactNumber(value)) : Json(value);
}

Json cellJson(const MetricCell& cell)
{
    Json json = {{"mean", number(cell.value.value)}, {"count", cell.count}};
    if (cell.deviation)
        json["deviation"] = number(*cell.deviation);
    if (!cell.value.isDefined())
        json["reason"] = cell.value.undefinedBecause;
    return json;
}

Json methodJson(const ReportMethod& method)
{
    Json json = {{"key", method.key}, {"title", method.title}};
    if (!method.equations.empty())
        json["equations"] = method.equations;
    if (!method.model.empty())
        json["model"] = {{"file", method.model}, {"sha256", method.modelHash}};
    if (!method.classSet.empty())
        json["class_set"] = method.classSet;
    json["options"] = method.options;
    json["device"] = method.device;
    json["versions"] = method.versions;
    json["results"] = method.results;
    json["seconds"] = cellJson(method.seconds);
    return json;
}

Json rangesJson(const SourceRanges& ranges)
{
    Json depths = Json::object();
    for (const auto& [bits, pairs] : ranges.bitDepth)
        depths[std::to_string(bits)] = pairs;
    return {{"range", ranges.request}, {"applied", ranges.applied}, {"bit_depth", std::move(depths)}};
}

Json attributionJson(const AttributionSummary& summary)
{
    Json classes = Json::array();
    for (const ClassSummary& one : summary.classes)
        classes.push_back({{"id", one.id},
                           {"name", one.name},
                           {"pairs", one.pairs},
                           {"pixels", one.pixels},
                           {"w1", cellJson(one.infraredWeight)},
                           {"w2", cellJson(one.visibleWeight)},
                           {"S_ir", cellJson(one.infraredAttribution)},
                           {"S_vi", cellJson(one.visibleAttribution)},
                           {"undecided", one.undecided}});
    return {{"method", summary.method},
            {"class_set", summary.classSet},
            {"regions", summary.regions},
            {"regions_undecided", summary.undecidedRegions},
            {"pixels_undecided", summary.undecidedPixels},
            {"pixels_at_limit", summary.pixelsAtLimit},
            {"classes", std::move(classes)}};
}

Json stagesJson(const StagesSummary& summary)
{
    Json stages = Json::array();
    for (const StageSummary& stage : summary.stages)
        stages.push_back({{"k", stage.k},
                          {"step_size", cellJson(stage.stepSize)},
                          {"mean_change", cellJson(stage.change)},
                          {"completeness_residual", cellJson(stage.residual)},
                          {"score_change", cellJson(stage.scoreChange)},
                          {"residual_percent", number(relativeResidual(stage).value)}});
    return {{"method", summary.method}, {"stages", std::move(stages)}};
}

Json failuresJson(const Report& report)
{
    Json list = Json::array();
    for (const BatchFailure& failure : report.failures)
        list.push_back({{"item", failure.item}, {"methods", failure.methods}, {"reason", failure.reason}});
    return list;
}

} // namespace

std::string reportJson(const Report& report)
{
    Json json = {{"program", "duoscope"},
                 {"version", DUOSCOPE_VERSION},
                 {"kind", "report"},
                 {"title", report.title},
                 {"subject", report.subject},
                 {"run", report.run},
                 {"run_version", report.version},
                 {"date", report.date},
                 {"counts",
                  {{"items", report.items},
                   {"done", report.done},
                   {"failed_reasons", report.failures.size()},
                   {"missing_results", report.missing.size()}}},
                 {"input",
                  {{"layout", report.layout},
                   {"infrared", rangesJson(report.infrared)},
                   {"visible", rangesJson(report.visible)}}},
                 {"methods", Json::array()},
                 {"failures", failuresJson(report)},
                 {"missing", Json::array()},
                 {"skipped", Json::array()},
                 {"problems", report.problems}};
    if (!report.paths.empty())
        json["paths"] = report.paths;
    for (const ReportMethod& method : report.methods)
        json["methods"].push_back(methodJson(method));
    for (const TaskId& task : report.missing)
        json["missing"].push_back({{"item", task.item}, {"method", task.method}});
    for (const SkippedFile& file : report.skipped)
        json["skipped"].push_back({{"file", file.file.string()}, {"reason", file.reason}});
    EvaluationReport quality = report.quality;
    quality.perImage = true;
    json.update(Json::parse(formatReport(quality, TableFormat::Json)));
    json["attribution"] = Json::array();
    for (const AttributionSummary& summary : report.attribution)
        json["attribution"].push_back(attributionJson(summary));
    json["stages"] = Json::array();
    for (const StagesSummary& summary : report.stages)
        json["stages"].push_back(stagesJson(summary));
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace duoscope
