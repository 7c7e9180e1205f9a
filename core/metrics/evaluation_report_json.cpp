// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/report_writers.h"
#include "core/metrics/table_numbers.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

/// As formatTable() has them: infinite numbers as text, undefined ones as null.
Json number(double value)
{
    if (std::isnan(value))
        return nullptr;
    return std::isinf(value) ? Json(exactNumber(value)) : Json(value);
}

Json tableJson(const MetricTable& table) { return Json::parse(formatTable(table, TableFormat::Json))["rows"]; }

Json leftOutJson(const std::vector<LeftOut>& leftOut)
{
    Json list = Json::array();
    for (const LeftOut& item : leftOut)
        list.push_back({{"image", printable(item.name)}, {"reason", printable(item.reason)}});
    return list;
}

Json metricsJson(const std::vector<MetricColumn>& metrics)
{
    Json list = Json::array();
    for (const MetricColumn& metric : metrics)
        list.push_back({{"name", metric.name},
                        {"unit", metric.unit},
                        {"better", metric.direction == MetricDirection::HigherIsBetter ? "higher" : "lower"}});
    return list;
}

Json comparisonJson(const MethodComparison& comparison)
{
    Json metrics = Json::object();
    for (const MetricComparison& metric : comparison.metrics)
        metrics[metric.metric.name] = {{"images", metric.images},
                                       {"first_mean", number(metric.firstMean.value)},
                                       {"second_mean", number(metric.secondMean.value)},
                                       {"first_better", metric.firstBetter},
                                       {"second_better", metric.secondBetter},
                                       {"rank_sum_positive", metric.test.positive},
                                       {"rank_sum_negative", metric.test.negative},
                                       {"zero_differences", metric.test.zeros},
                                       {"p", metric.test.p},
                                       {"distribution", metric.test.exact ? "exact" : "normal"}};
    return {{"test", "Wilcoxon signed-rank, two-sided"},
            {"first", comparison.first},
            {"second", comparison.second},
            {"metrics", std::move(metrics)}};
}

Json imagesJson(const Evaluation& evaluation)
{
    Json list = Json::array();
    for (std::size_t image = 0; image < evaluation.images.size(); ++image)
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
            Json values = Json::object(), reasons = Json::object();
            for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
                const MetricValue& value = evaluation.values[method][image][metric];
                values[evaluation.metrics[metric].name] = number(value.value);
                if (!value.isDefined())
                    reasons[evaluation.metrics[metric].name] = value.undefinedBecause;
            }
            Json entry{{"image", printable(evaluation.images[image])},
                       {"method", evaluation.methods[method]},
                       {"values", std::move(values)}};
            if (!reasons.empty())
                entry["undefined"] = std::move(reasons);
            list.push_back(std::move(entry));
        }
    return list;
}

Json fusionJson(const EvaluationReport& report)
{
    const Evaluation& evaluation = *report.fusion;
    Json json{{"convention", toString(evaluation.convention)}, {"images", evaluation.images.size()},
              {"images_listed", evaluation.listed()},          {"left_out", leftOutJson(evaluation.leftOut)},
              {"in_sources_only", evaluation.withoutResults},  {"metrics", metricsJson(evaluation.metrics)},
              {"means", tableJson(meansTable(evaluation))}};
    if (evaluation.methods.size() > 1) {
        json["mean_ranks"] = tableJson(meanRanksTable(evaluation));
        json["wins"] = tableJson(winsTable(evaluation));
    }
    if (report.comparison)
        json["comparison"] = comparisonJson(*report.comparison);
    if (report.perImage)
        json["per_image"] = imagesJson(evaluation);
    return json;
}

Json segmentationJson(const SegmentationEvaluation& evaluation)
{
    Json methods = Json::array();
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        const SegmentationScores& scores = evaluation.scores[method];
        Json classes = Json::array();
        for (const ClassScore& score : scores.classes)
            classes.push_back({{"id", score.id},
                               {"name", score.name},
                               {"labelled", score.labelled},
                               {"predicted", score.predicted},
                               {"accuracy", number(score.accuracy.value)},
                               {"iou", number(score.iou.value)}});
        methods.push_back({{"name", evaluation.methods[method]},
                           {"pixel_accuracy", number(scores.pixelAccuracy.value)},
                           {"mean_accuracy", number(scores.meanAccuracy.value)},
                           {"mean_accuracy_of_classes", scores.classesOfAccuracy},
                           {"mean_iou", number(scores.meanIou.value)},
                           {"mean_iou_of_classes", scores.classesOfIou},
                           {"classes", std::move(classes)}});
    }
    return {{"class_set", evaluation.classSet},
            {"classes", toString(evaluation.selection)},
            {"images", evaluation.images.size()},
            {"images_listed", evaluation.listed()},
            {"left_out", leftOutJson(evaluation.leftOut)},
            {"in_sources_only", evaluation.withoutResults},
            {"methods", std::move(methods)}};
}

Json boxesJson(const BoxEvaluation& evaluation)
{
    const auto json = [](const BoxCount& count) {
        return Json{{"boxes", count.boxes},
                    {"found", count.found},
                    {"share", count.boxes > 0 ? Json(static_cast<double>(count.found) / count.boxes) : Json()}};
    };
    Json methods = Json::array();
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        Json classes = Json::array();
        for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
            Json entry = {{"id", evaluation.classes[i].id}, {"name", evaluation.classes[i].name}};
            entry.update(json(evaluation.counts[method][i]));
            classes.push_back(std::move(entry));
        }
        methods.push_back({{"name", evaluation.methods[method]},
                           {"all", json(evaluation.total(method))},
                           {"classes", std::move(classes)}});
    }
    return {{"class_set", evaluation.classSet},
            {"lists", evaluation.list},
            {"taller_than", evaluation.rule.tallerThan},
            {"least_share", evaluation.rule.leastShare},
            {"boxes_too_low", evaluation.lowBoxes},
            {"boxes_of_other_classes", evaluation.foreignBoxes},
            {"images", evaluation.images.size()},
            {"images_listed", evaluation.listed()},
            {"left_out", leftOutJson(evaluation.leftOut)},
            {"in_sources_only", evaluation.withoutResults},
            {"methods", std::move(methods)}};
}

Json downstreamJson(const DownstreamEvaluation& evaluation)
{
    Json json = {{"model", evaluation.network}};
    if (evaluation.segmentation)
        json["segmentation"] = segmentationJson(*evaluation.segmentation);
    if (evaluation.boxes)
        json["boxes"] = boxesJson(*evaluation.boxes);
    return json;
}

} // namespace

std::string writeReportJson(const EvaluationReport& report)
{
    Json json = Json::object();
    if (report.fusion)
        json["fusion"] = fusionJson(report);
    if (report.segmentation)
        json["segmentation"] = segmentationJson(*report.segmentation);
    if (report.downstream)
        json["downstream"] = downstreamJson(*report.downstream);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace duoscope
