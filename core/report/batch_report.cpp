// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/batch_report.h"

#include "core/base/error.h"
#include "core/report/attribution_summary.h"
#include "core/report/pair_details.h"
#include "core/report/report_downstream.h"
#include "core/report/report_quality.h"
#include "core/report/stage_summary.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <set>
#include <stdexcept>

namespace duoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const fs::path& folder, const std::string& why, const std::string& remedy)
{
    throw Error(ErrorKind::Input, "Cannot report on " + folder.string(), why, remedy);
}

/// The folder of a run, however it was named.
fs::path runFolder(const fs::path& given)
{
    fs::path folder = fs::absolute(given).lexically_normal();
    std::error_code ignored;
    if (fs::is_regular_file(folder, ignored))
        folder = folder.parent_path();
    if (folder.filename().empty()) // "DIR/"
        folder = folder.parent_path();
    return folder;
}

bool holdsShards(const fs::path& folder)
{
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
        if (const std::string name = entry.path().filename().string();
            name.starts_with("run-") && name.find("-of-") != std::string::npos && name.ends_with(".json"))
            return true;
    return false;
}

RunDescription readRunOf(const fs::path& folder)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        refuse(folder, "there is no such folder", "Give the folder that a batch wrote");
    const fs::path file = folder / runFile({});
    if (!fs::exists(file, ignored) && holdsShards(folder))
        refuse(folder, "it holds shards of a batch", "Collect them first by duoscope-cli batch --collect");
    if (!fs::exists(file, ignored))
        refuse(folder, "it holds no run.json", "Give the folder that a batch wrote");
    RunDescription run = readRun(file);
    if (run.request.methods.empty())
        refuse(folder, "its run.json is damaged: it names no method", "Run the batch again");
    if (!fs::exists(folder / journalFile({}), ignored))
        refuse(folder, "its journal.jsonl is missing, which tells what became of each pair",
               "Give the whole folder that the batch wrote");
    return run;
}

std::string now()
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
    return text;
}

/// What the pairs are called together.
std::string subjectOf(const BatchPlan& plan, const fs::path& folder)
{
    if (!plan.dataset.empty())
        return plan.dataset.filename().string();
    const fs::path above = plan.infrared.parent_path();
    if (above == plan.visible.parent_path() && !above.filename().empty())
        return above.filename().string();
    return plan.infrared.empty() ? folder.filename().string() : plan.infrared.filename().string();
}

class BatchReader {
public:
    BatchReader(fs::path folder, const ReportOptions& options)
        : m_folder(std::move(folder)), m_options(options), m_run(readRunOf(m_folder)),
          m_entries(readJournal(m_folder / journalFile({}))), m_hide(!options.paths, foldersOf(m_run, m_folder))
    {
    }

    Report read(const JobControl& job)
    {
        const double quality = m_options.network ? 0.1 : 0.5, pairs = m_options.network ? 0.95 : 0.8; // begin at
        readRecords(job.part(0, quality));
        m_report.title = m_options.title;
        m_report.subject = subjectOf(m_run.plan, m_folder);
        m_report.run = m_folder.filename().string();
        m_report.date = now();
        m_report.layout = m_run.plan.layout;
        m_report.convention = m_run.request.convention;
        if (m_options.paths)
            addPaths();
        for (const BatchMethod& method : m_run.request.methods)
            addMethod(method);
        addRanges();
        addOutcome();
        addQuality(job.part(quality, pairs));
        for (const BatchMethod& method : m_run.request.methods)
            addSummaries(method.key);
        addPairs(job.part(pairs, 1));
        return std::move(m_report);
    }

private:
    void readRecords(const JobControl& job)
    {
        const std::size_t count = m_run.plan.items.size();
        for (std::size_t i = 0; i < count; ++i) {
            job.checkStop();
            job.report(static_cast<double>(i) / static_cast<double>(count), "reading results");
            for (const BatchMethod& method : m_run.request.methods) {
                const TaskId task{m_run.plan.items[i].stem, method.key};
                const auto entry = m_entries.find(task);
                if (entry != m_entries.end() && entry->second.state == TaskEntry::State::Done)
                    m_records[task] = readItemRecord(m_folder, task);
            }
        }
    }

    /// The records of a method, in the order of the run.
    std::vector<const ItemRecord*> recordsOf(const std::string& method) const
    {
        std::vector<const ItemRecord*> records;
        for (const BatchItem& item : m_run.plan.items)
            if (const auto found = m_records.find({item.stem, method}); found != m_records.end())
                records.push_back(&found->second);
        return records;
    }

    void addPaths()
    {
        m_report.paths["run"] = m_folder.string();
        const auto add = [&](const char* name, const fs::path& path) {
            if (!path.empty())
                m_report.paths[name] = path.string();
        };
        add("infrared", m_run.plan.infrared);
        add("visible", m_run.plan.visible);
        add("labels", m_run.plan.labels);
        add("dataset", m_run.plan.dataset);
    }

    void addMethod(const BatchMethod& request)
    {
        ReportMethod method;
        Json provenance;
        method.key = method.title = request.key;
        for (const MethodInfo& info : fusionMethods())
            if (info.name == request.name) {
                method.title = info.title;
                method.source = info.source;
            }
        try {
            provenance = Json::parse(m_run.provenance.at(request.key));
            method.equations = provenance.value("equations", "");
            method.device = provenance.at("device");
            method.options = provenance.at("options").get<std::map<std::string, std::string>>();
            method.versions = provenance.at("versions").get<std::map<std::string, std::string>>();
            if (provenance.contains("model"))
                method.modelHash = provenance.at("model").at("sha256");
        } catch (const Json::exception& problem) {
            refuse(m_folder, std::string("its run.json is damaged (") + problem.what() + ")", "Run the batch again");
        }
        if (!method.modelHash.empty())
            method.model = (m_options.paths ? request.options.model : request.options.model.filename()).string();
        std::vector<MetricValue> seconds;
        std::size_t others = 0;
        for (const BatchItem& item : m_run.plan.items) {
            const auto record = m_records.find({item.stem, request.key});
            if (record == m_records.end())
                continue;
            ++method.results;
            others += Json::parse(record->second.provenance) != provenance;
            seconds.emplace_back(m_entries.at({item.stem, request.key}).seconds);
            method.classSet = record->second.classSet;
            if (!record->second.classSet.empty() && !m_classSets.contains(request.key))
                m_classSets.emplace(request.key, classSetOf(record->second));
        }
        if (request.options.external.empty() || !method.modelHash.empty())
            method.seconds = meanOf(seconds);
        else // another program's results: how long it took nobody knows
            method.seconds = MetricValue::undefined("not fused here");
        if (others > 0)
            m_report.problems.push_back(std::to_string(others) + " of " + std::to_string(method.results) +
                                        " results of " + request.key +
                                        " were made with other options, another model or other versions than the "
                                        "rest (resumed by --force).");
        if (m_report.version.empty() && method.versions.contains("duoscope"))
            m_report.version = method.versions.at("duoscope");
        m_report.methods.push_back(std::move(method));
    }

    /// The class set of a result; without its file, one of plain numbers that has its colours from nowhere else.
    ClassSet classSetOf(const ItemRecord& record) const
    {
        try {
            if (isPlainName(record.classSet))
                return ClassSet::load(m_options.classSets / (record.classSet + ".json"));
        } catch (const Error&) { // a set of another installation
        }
        int size = 1;
        for (const RecordedClass& one : record.classes)
            size = std::max(size, one.id + 1);
        return ClassSet::anonymous(std::min(size, 256));
    }

    void addRanges()
    {
        m_report.infrared.request = m_run.request.ranges.infraredRange.toString();
        m_report.visible.request = m_run.request.ranges.visibleRange.toString();
        for (const BatchItem& item : m_run.plan.items)
            for (const BatchMethod& method : m_run.request.methods)
                if (const auto found = m_records.find({item.stem, method.key}); found != m_records.end()) {
                    ++m_report.infrared.applied[found->second.infrared.rule];
                    ++m_report.visible.applied[found->second.visible.rule];
                    ++m_report.infrared.bitDepth[found->second.infrared.bitDepth];
                    ++m_report.visible.bitDepth[found->second.visible.bitDepth];
                    break; // the sources are the same for all methods
                }
    }

    void addOutcome()
    {
        const BatchSummary summary = summariseBatch(m_run, m_entries, {});
        m_report.items = summary.items;
        m_report.done = summary.done;
        m_report.failures = summary.failures;
        for (BatchFailure& failure : m_report.failures)
            failure.reason = m_hide(failure.reason);
        m_report.missing = summary.missingTasks;
        for (const SkippedFile& file : m_run.plan.skipped)
            m_report.skipped.push_back({m_options.paths ? file.file : file.file.filename(), m_hide(file.reason)});
        for (const std::string& problem : m_run.plan.problems)
            m_report.problems.push_back(m_hide(problem));
    }

    void addQuality(const JobControl& job)
    {
        const QualitySources sources{m_folder, m_run, m_entries, m_records, m_options, m_hide};
        m_report.quality.perImage = m_options.perImage;
        m_report.quality.fusion = evaluationOf(sources);
        if (const auto& fusion = m_report.quality.fusion; fusion && fusion->methods.size() == 2)
            m_report.quality.comparison = compareMethods(*fusion, fusion->methods[0], fusion->methods[1]);
        m_report.quality.segmentation =
            segmentationOf(sources, m_classSets, m_report.problems, m_options.network ? job.part(0, 0.1) : job);
        if (m_options.network)
            m_report.quality.downstream = downstreamOf(sources, m_report.problems, job.part(0.1, 1));
    }

    void addSummaries(const std::string& method)
    {
        std::vector<const ItemRecord*> attributed, staged;
        for (const ItemRecord* record : recordsOf(method)) {
            if (record->isAttributed())
                attributed.push_back(record);
            if (!record->stages.empty())
                staged.push_back(record);
        }
        if (!attributed.empty())
            m_report.attribution.push_back(summariseAttribution(method, attributed, m_classSets.at(method)));
        if (!staged.empty())
            m_report.stages.push_back(summariseStages(method, staged));
    }

    void addPairs(const JobControl& job)
    {
        const PairSources sources{m_folder, m_run, m_records, m_classSets, m_options, m_hide};
        const std::vector<const BatchItem*> chosen = choosePairs(sources);
        for (const BatchItem* item : chosen) {
            job.checkStop();
            job.report(static_cast<double>(m_report.pairs.size()) / static_cast<double>(chosen.size()),
                       "drawing " + item->stem);
            m_report.pairs.push_back(describePair(sources, *item));
        }
    }

    fs::path m_folder;
    const ReportOptions& m_options;
    RunDescription m_run;
    TaskEntries m_entries;
    PathHider m_hide;
    std::map<TaskId, ItemRecord> m_records;
    std::map<std::string, ClassSet> m_classSets; ///< by method
    Report m_report;
};

} // namespace

const ReportMethod& Report::method(const std::string& key) const
{
    for (const ReportMethod& one : methods)
        if (one.key == key)
            return one;
    throw std::out_of_range("the report has no method " + key);
}

Report reportOfBatch(const fs::path& folder, const ReportOptions& options, const JobControl& job)
{
    options.check();
    return BatchReader(runFolder(folder), options).read(job);
}

} // namespace duoscope
