// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_summary.h"

#include "core/base/atomic_file.h"
#include "core/base/path_hider.h"
#include "core/batch/run_names.h"
#include "core/batch/task_record.h"
#include "core/fusion/description.h"
#include "core/metrics/metric_registry.h"
#include "core/metrics/table_writers.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;
using State = TaskEntry::State;

const TaskEntry& entryOf(const TaskEntries& entries, const TaskId& task)
{
    static const TaskEntry nothing;
    const auto found = entries.find(task);
    return found == entries.end() ? nothing : found->second;
}

const char* nameOf(State state)
{
    return state == State::Done ? "done" : state == State::Failed ? "failed" : "missing";
}

void addFailure(std::vector<BatchFailure>& failures, const TaskId& task, const std::string& reason)
{
    if (!failures.empty() && failures.back().item == task.item && failures.back().reason == reason)
        failures.back().methods.push_back(task.method);
    else
        failures.push_back({task.item, {task.method}, reason});
}

Json taskJson(const TaskEntry& entry)
{
    Json json = {{"state", nameOf(entry.state)}};
    if (entry.state == State::Done) {
        json["seconds"] = entry.seconds;
        json["files"] = entry.files;
    } else if (entry.state == State::Failed) {
        json["reason"] = entry.reason;
    }
    return json;
}

Json itemJson(const BatchItem& item, const BatchRequest& request, const TaskEntries& entries)
{
    Json json = {{"item", item.stem},
                 {"infrared", toldPath(item.infrared, request.fullPaths)},
                 {"visible", toldPath(item.visible, request.fullPaths)},
                 {"label", toldPath(item.label, request.fullPaths)},
                 {"width", item.visibleOutline.width},
                 {"height", item.visibleOutline.height},
                 {"finding", toString(item.finding)},
                 {"remark", item.remark},
                 {"methods", Json::object()}};
    for (const BatchMethod& method : request.methods)
        json["methods"][method.key] = taskJson(entryOf(entries, {item.stem, method.key}));
    return json;
}

void count(const BatchItem& item, const RunDescription& run, const TaskEntries& entries, BatchSummary& summary)
{
    bool anyFailed = false, anyMissing = false;
    for (const BatchMethod& method : run.request.methods) {
        const TaskId task{item.stem, method.key};
        const TaskEntry& entry = entryOf(entries, task);
        if (entry.state == State::Failed)
            addFailure(summary.failures, task, entry.reason);
        else if (entry.state == State::Waiting)
            summary.missingTasks.push_back(task);
        anyFailed |= entry.state == State::Failed;
        anyMissing |= entry.state == State::Waiting;
    }
    ++summary.items;
    summary.failed += anyFailed;
    summary.missing += anyMissing && !anyFailed;
    summary.done += !anyFailed && !anyMissing;
}

/// A line of metrics.csv.
std::string metricLine(const TaskId& task, const std::string& metric, const MetricValue& value)
{
    return csvField(task.method) + ',' + csvField(task.item) + ',' + csvField(metric) + ',' + exactNumber(value.value) +
           ',' + csvField(value.undefinedBecause) + '\n';
}

std::string metricLines(const std::filesystem::path& folder, const TaskId& task, const TaskEntry& entry,
                        const BatchRequest& request)
{
    std::vector<RecordedMetric> measured;
    if (entry.state == State::Done)
        measured = readRecordedMetrics(folder / recordFile(task));
    std::string lines;
    for (const std::string& asked : request.metrics) {
        const std::string& name = metricInfo(asked, request.convention).name;
        const auto found =
            std::find_if(measured.begin(), measured.end(), [&](const RecordedMetric& one) { return one.name == name; });
        const std::string why = entry.state == State::Failed ? entry.reason : "there is no result";
        lines += metricLine(task, name, found != measured.end() ? found->value : MetricValue::undefined(why));
    }
    return lines;
}

} // namespace

BatchSummary summariseBatch(const RunDescription& run, const TaskEntries& entries, const BatchProgress& progress)
{
    const std::vector<BatchMethod>& methods = run.request.methods;
    const PathHider hide(!run.request.fullPaths, foldersOf(run, {}));
    BatchSummary summary;
    summary.progress = progress;
    Json items = Json::array(), failures = Json::array(), missing = Json::array(), skipped = Json::array();
    for (std::size_t i = 0; i < run.plan.items.size(); ++i) {
        if (!run.request.shard.holds(i))
            continue;
        count(run.plan.items[i], run, entries, summary);
        items.push_back(itemJson(run.plan.items[i], run.request, entries));
    }
    for (const BatchFailure& failure : summary.failures)
        failures.push_back({{"item", failure.item}, {"methods", failure.methods}, {"reason", failure.reason}});
    for (const TaskId& task : summary.missingTasks)
        missing.push_back({{"item", task.item}, {"method", task.method}});
    for (const SkippedFile& file : run.plan.skipped)
        skipped.push_back({{"file", toldPath(file.file, run.request.fullPaths)}, {"reason", hide(file.reason)}});
    Json keys = Json::array(), problems = Json::array();
    for (const std::string& problem : run.plan.problems)
        problems.push_back(hide(problem));
    for (const BatchMethod& method : methods)
        keys.push_back(method.key);
    const Json json = {{"program", "duoscope"},
                       {"version", DUOSCOPE_VERSION},
                       {"kind", "batch summary"},
                       {"run", runFile(run.request.shard)},
                       {"shard", run.request.shard.toString()},
                       {"methods", keys},
                       {"metrics", run.request.metrics},
                       {"convention", toString(run.request.convention)},
                       {"counts",
                        {{"items", summary.items},
                         {"done", summary.done},
                         {"failed", summary.failed},
                         {"missing", summary.missing},
                         {"kept_tasks", progress.kept}}},
                       {"throughput",
                        {{"seconds", progress.elapsedSeconds},
                         {"tasks_per_minute", progress.tasksPerMinute},
                         {"megapixels_per_minute", progress.megapixelsPerMinute}}},
                       {"failures", failures},
                       {"missing", missing},
                       {"skipped", skipped},
                       {"problems", problems},
                       {"items", items}};
    summary.json = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    return summary;
}

void writeSummary(const std::filesystem::path& folder, const RunDescription& run, const TaskEntries& entries,
                  const BatchSummary& summary)
{
    if (!run.request.metrics.empty())
        writeAtomically(folder / metricsFile(run.request.shard), [&](std::ostream& stream) {
            stream << "method,item,metric,value,reason\n";
            for (const BatchMethod& method : run.request.methods)
                for (std::size_t i = 0; i < run.plan.items.size(); ++i) {
                    const TaskId task{run.plan.items[i].stem, method.key};
                    if (run.request.shard.holds(i))
                        stream << metricLines(folder, task, entryOf(entries, task), run.request);
                }
        });
    writeAtomically(folder / summaryFile(run.request.shard), [&](std::ostream& stream) { stream << summary.json; });
}

} // namespace duoscope
