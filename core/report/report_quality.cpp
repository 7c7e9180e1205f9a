// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_quality.h"

#include "core/base/error.h"
#include "core/dataset/dataset_layout.h"
#include "core/dataset/label_image.h"
#include "core/image/image_file.h"
#include "core/labels/label_values.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

std::vector<const MetricInfo*> metricsOf(const QualitySources& sources)
{
    const BatchRequest& request = sources.run.request;
    std::vector<const MetricInfo*> measured, chosen;
    std::string names;
    for (const std::string& name : request.metrics) {
        measured.push_back(&metricInfo(name, request.convention));
        names += (names.empty() ? "" : ", ") + measured.back()->name;
    }
    if (sources.options.metrics.empty())
        return measured;
    for (const std::string& name : sources.options.metrics) {
        const MetricInfo* info = &metricInfo(name, request.convention);
        if (std::find(measured.begin(), measured.end(), info) == measured.end())
            throw Error(ErrorKind::Usage, "Cannot report the metric " + info->name,
                        measured.empty() ? "the run measured none" : "the run measured " + names,
                        "Run the batch with it (batch --metrics), or measure its results by evaluate");
        if (std::find(chosen.begin(), chosen.end(), info) == chosen.end())
            chosen.push_back(info);
    }
    return chosen;
}

/// Why an item is left out; empty where all methods have fused it.
std::string problemOf(const QualitySources& sources, const BatchItem& item)
{
    std::vector<std::string> reasons;
    std::size_t without = 0;
    const std::vector<BatchMethod>& methods = sources.run.request.methods;
    for (const BatchMethod& method : methods) {
        const TaskId task{item.stem, method.key};
        if (sources.records.contains(task))
            continue;
        ++without;
        const auto entry = sources.entries.find(task);
        const bool failed = entry != sources.entries.end() && entry->second.state == TaskEntry::State::Failed;
        const std::string reason = failed ? sources.hide(entry->second.reason) : "It is not fused yet.";
        if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
            reasons.push_back(reason);
    }
    std::string problem;
    for (const std::string& reason : reasons)
        problem += (problem.empty() ? "" : " ") + reason;
    if (without > 0 && without < methods.size())
        problem += " " + std::to_string(methods.size() - without) + " of " + std::to_string(methods.size()) +
                   " methods have a result.";
    return problem;
}

MetricValue valueOf(const ItemRecord& record, const std::string& name)
{
    for (const RecordedMetric& metric : record.metrics)
        if (metric.name == name)
            return metric.value;
    return MetricValue::undefined("it was not measured");
}

/// Items with a label, and what each method saw in them.
EvaluationList listOf(const QualitySources& sources, const std::vector<std::string>& methods)
{
    EvaluationList list;
    for (const BatchItem& item : sources.run.plan.items) {
        if (item.label.empty())
            continue;
        EvaluationItem entry{item.stem, {item.label}, {}, {}};
        for (const std::string& method : methods) {
            const TaskId task{item.stem, method};
            if (!sources.records.contains(task))
                entry.problem = "It was not fused by all methods.";
            entry.results.push_back(sources.folder / segmentationFile(task));
        }
        list.items.push_back(std::move(entry));
    }
    return list;
}

} // namespace

std::optional<Evaluation> evaluationOf(const QualitySources& sources)
{
    const std::vector<const MetricInfo*> metrics = metricsOf(sources);
    if (metrics.empty())
        return std::nullopt;
    Evaluation evaluation;
    evaluation.convention = sources.run.request.convention;
    for (const MetricInfo* info : metrics)
        evaluation.metrics.push_back(columnOf(*info));
    for (const BatchMethod& method : sources.run.request.methods)
        evaluation.methods.push_back(method.key);
    evaluation.values.resize(evaluation.methods.size());
    for (const BatchItem& item : sources.run.plan.items) {
        if (std::string problem = problemOf(sources, item); !problem.empty()) {
            evaluation.leftOut.push_back({item.stem, std::move(problem)});
            continue;
        }
        evaluation.images.push_back(item.stem);
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
            const ItemRecord& record = sources.records.at({item.stem, evaluation.methods[method]});
            std::vector<MetricValue>& values = evaluation.values[method].emplace_back();
            for (const MetricInfo* info : metrics)
                values.push_back(valueOf(record, info->name));
        }
    }
    return evaluation;
}

std::optional<SegmentationEvaluation> segmentationOf(const QualitySources& sources,
                                                     const std::map<std::string, ClassSet>& classSets,
                                                     std::vector<std::string>& problems, const JobControl& job)
{
    const std::vector<BatchItem>& items = sources.run.plan.items;
    const bool labelled = std::any_of(items.begin(), items.end(), [](const BatchItem& i) { return !i.label.empty(); });
    std::vector<std::string> methods;
    for (const BatchMethod& method : sources.run.request.methods)
        if (classSets.contains(method.key))
            methods.push_back(method.key);
    if (!labelled || !sources.run.request.outputs.segmentation || methods.empty())
        return std::nullopt;
    const ClassSet& classes = classSets.at(methods[0]);
    for (const std::string& method : methods)
        if (classSets.at(method).name() != classes.name()) {
            problems.push_back(
                "Segmentations are not compared with the labels: the methods have different class sets.");
            return std::nullopt;
        }
    const std::optional<std::string> name = labelClassesOf(sources, classes.name());
    if (!name) {
        problems.push_back("Segmentations are not compared with the labels, whose class set is not known; "
                           "--label-classes names it.");
        return std::nullopt;
    }
    const ClassSet labels = ClassSet::load(sources.options.classSets / (*name + ".json"));
    std::mutex guard;
    std::set<std::string> warnings;
    const LabelReader read = [&](const fs::path& file) {
        // What a method saw lies in the results and is in ids of its own class set; all else is a label.
        const bool isOurs = file.parent_path().filename() == "segmentation" &&
                            file.parent_path().parent_path().parent_path() == sources.folder;
        if (isOurs)
            return readImageFile(file).pixels;
        std::vector<std::string> found;
        cv::Mat ids = readLabelImage(file, labels, classes, found);
        const std::lock_guard lock(guard);
        warnings.insert(found.begin(), found.end());
        return ids;
    };
    SegmentationEvaluation evaluation =
        evaluateSegmentation(listOf(sources, methods), methods, classes, ClassSelection::WithoutIgnored, read, 0, job);
    for (LeftOut& item : evaluation.leftOut)
        item.reason = sources.hide(item.reason);
    for (const std::string& warning : warnings)
        problems.push_back(sources.hide(warning));
    if (evaluation.images.empty()) {
        problems.push_back("Segmentations are not compared with the labels: none of " +
                           std::to_string(evaluation.leftOut.size()) + " could be: " + evaluation.leftOut.at(0).reason);
        return std::nullopt;
    }
    return evaluation;
}

std::optional<std::string> labelClassesOf(const QualitySources& sources, const std::string& ofModel)
{
    if (!sources.options.labelClasses.empty())
        return sources.options.labelClasses;
    const BatchPlan& plan = sources.run.plan;
    if (plan.layout.empty())
        return ofModel;
    try {
        const std::string known = listSamples(plan.dataset, parseLayout(plan.layout)).classSet;
        return known.empty() ? std::nullopt : std::optional(known);
    } catch (const Error&) {
        return std::nullopt; // the data set is no longer there, nor are its labels
    }
}

} // namespace duoscope
