// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/task_record.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/fusion/description.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <stdexcept>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

Json describeSource(const SourceImage& source, const std::string& hash)
{
    Json json = describe(source);
    json["sha256"] = hash;
    return json;
}

Json describeProvenance(const Provenance& provenance)
{
    Json json = describe(provenance);
    json.erase("threads");
    return json;
}

Json describeStages(const FusionTrace& trace)
{
    Json stages = Json::array();
    for (const StageTrace& stage : trace.stages)
        if (stage.k > 0)
            stages.push_back(describe(stage, trace.isAttributed()));
    return stages;
}

Json describeMetrics(MetricConvention convention, const std::map<std::string, MetricValue>& metrics)
{
    Json values = Json::object(), undefined = Json::object();
    for (const auto& [name, value] : metrics) {
        if (!value.isDefined()) {
            values[name] = nullptr;
            undefined[name] = value.undefinedBecause;
        } else if (std::isinf(value.value)) { // JSON has no infinity
            values[name] = value.value > 0 ? "inf" : "-inf";
        } else {
            values[name] = value.value;
        }
    }
    return {{"convention", toString(convention)}, {"values", values}, {"undefined", undefined}};
}

MetricValue valueFrom(const std::string& name, const Json& value, const Json& undefined)
{
    if (value.is_null())
        return MetricValue::undefined(undefined.at(name).get<std::string>());
    if (value.is_string())
        return value == "inf" ? HUGE_VAL : -HUGE_VAL;
    return value.get<double>();
}

} // namespace

Json recordOf(const TaskId& task, const FusionTrace& trace, const FileHashes& inputs, MetricConvention convention,
              const std::map<std::string, MetricValue>& metrics)
{
    Json json = {{"program", "duoscope"},
                 {"item", task.item},
                 {"method", task.method},
                 {"width", trace.pair.size().width},
                 {"height", trace.pair.size().height},
                 {"infrared", describeSource(trace.pair.infrared, inputs.at("infrared"))},
                 {"visible", describeSource(trace.pair.visible, inputs.at("visible"))},
                 {"provenance", describeProvenance(trace.provenance)}};
    if (trace.tiling) // tiles shape no pixel, and depend on the machine's memory
        json["guidance"] = describe(*trace.tiling).at("guidance");
    if (!trace.classes.empty()) {
        json["class_set"] = trace.classSet.name();
        json["classes"] = describeClasses(trace);
        if (trace.isAttributed()) {
            const WeightShares shares = weightShares(trace);
            json["pixels_undecided"] = shares.undecided;
            json["pixels_at_limit"] = shares.atLimit;
        }
        json["stages"] = describeStages(trace);
    }
    if (!metrics.empty())
        json["metrics"] = describeMetrics(convention, metrics);
    return json;
}

std::vector<RecordedMetric> readRecordedMetrics(const std::filesystem::path& file)
try {
    const Json json = Json::parse(readJsonText(file, kLargestRecord));
    std::vector<RecordedMetric> metrics;
    if (!json.contains("metrics"))
        return metrics;
    const Json& measured = json.at("metrics");
    for (const auto& [name, value] : measured.at("values").items())
        metrics.push_back({name, valueFrom(name, value, measured.at("undefined"))});
    return metrics;
} catch (const Json::exception&) {
    throw Error(ErrorKind::Input, "Cannot read the metrics in " + file.string(), "it is no record of a result",
                "Resume the batch, which makes it anew");
} catch (const std::runtime_error& problem) {
    throw Error(ErrorKind::Input, "Cannot read the metrics in " + file.string(), problem.what(),
                "Resume the batch, which makes it anew");
}

} // namespace duoscope
