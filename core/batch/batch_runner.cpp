// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_runner.h"

#include "core/base/error.h"
#include "core/batch/batch_pipeline.h"
#include "core/batch/folder_lock.h"
#include "core/batch/resume.h"

#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

void makeFolder(const fs::path& folder)
{
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem || !fs::is_directory(folder, problem))
        throw Error(ErrorKind::Output, "Cannot run a batch in " + folder.string(),
                    problem ? problem.message() : "it is not a folder", "Choose a folder that may be written to");
}

[[noreturn]] void refuse(const fs::path& folder, const std::string& why, const std::string& remedy)
{
    throw Error(ErrorKind::Usage, "Cannot run a batch in " + folder.string(), why, remedy);
}

/// A result must not take the place of a source.
void requireOtherPlace(const BatchPlan& plan, const std::vector<LoadedMethod>& methods, const fs::path& folder)
{
    std::set<fs::path> sources;
    for (const BatchItem& item : plan.items)
        for (const fs::path* file : {&item.infrared, &item.visible})
            if (!file->empty())
                sources.insert(file->parent_path());
    for (const fs::path& source : sources)
        for (const LoadedMethod& method : methods) {
            std::error_code ignored;
            const fs::path inside = fs::weakly_canonical(source, ignored)
                                        .lexically_relative(fs::weakly_canonical(folder / method.request.key, ignored));
            if (!inside.empty() && *inside.begin() != "..")
                refuse(folder, "the sources lie where results of " + method.request.key + " would be written",
                       "Choose another folder for the results");
        }
}

/// Shards of one batch may share a folder, but with no other run: each takes what it does not know of for half-written.
void refuseOtherRuns(const fs::path& folder, const Shard& shard)
{
    std::error_code ignored;
    const bool holdsWhole = fs::exists(folder / runFile(Shard()), ignored);
    if (!shard.isWhole() && holdsWhole)
        refuse(folder, "it holds a run that is not split into shards", "Choose another folder");
    const std::string siblings = "-of-" + std::to_string(shard.count) + ".json";
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        const bool isOther = shard.isWhole() ? !holdsWhole : !name.ends_with(siblings);
        if (isOther && name.starts_with("run-") && name.ends_with(".json"))
            refuse(folder, "it holds a shard of a batch (" + name + ")",
                   "Bring the shards together by --collect first, or choose another folder");
    }
}

/// The run that a folder holds must be this one, and one to go on with.
void checkEarlierRun(const fs::path& folder, const RunDescription& run)
{
    const Shard& shard = run.request.shard;
    const fs::path file = folder / runFile(shard);
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        refuseOtherRuns(folder, shard);
        fs::remove(folder / journalFile(shard), ignored); // nobody knows any more of which run
        return;
    }
    if (!run.request.resume)
        refuse(folder, "it holds a run already (" + file.filename().string() + ")",
               "Go on with that run by --resume, or choose another folder");
    const std::string difference = differenceOf(readRun(file), run);
    if (!difference.empty() && !run.request.force)
        refuse(folder, "it holds another run: " + difference,
               "Choose another folder, or go on all the same by --force");
}

std::vector<LoadedMethod> loadMethods(const std::vector<BatchMethod>& requests, const JobControl& job)
{
    std::vector<LoadedMethod> methods;
    for (const BatchMethod& request : requests) {
        job.checkStop();
        job.report(static_cast<double>(methods.size()) / static_cast<double>(requests.size()), "loading methods");
        methods.push_back(loadMethod(request));
        const std::string& key = methods.back().request.key;
        for (std::size_t i = 0; i + 1 < methods.size(); ++i)
            if (methods[i].request.key == key)
                throw Error(ErrorKind::Usage, "Cannot fuse a batch", "the method " + key + " is named twice",
                            "Name it once");
    }
    return methods;
}

/// Tells the observer what an earlier run did.
void reportKept(const RunDescription& run, const TaskEntries& kept, ProgressMeter& meter)
{
    for (std::size_t i = 0; i < run.plan.items.size(); ++i)
        for (std::size_t m = 0; m < run.request.methods.size(); ++m)
            if (const auto entry = kept.find({run.plan.items[i].stem, run.request.methods[m].key}); entry != kept.end())
                meter.update({i, m, TaskState::Kept, 1, {}, entry->second.seconds, {}, {}});
}

std::size_t tasksOf(const RunDescription& run)
{
    std::size_t items = 0;
    for (std::size_t i = 0; i < run.plan.items.size(); ++i)
        items += run.request.shard.holds(i);
    return items * run.request.methods.size();
}

/// What a finished run knows of its sources.
void addInputs(RunDescription& run, const TaskEntries& entries)
{
    for (const auto& [task, entry] : entries)
        if (!entry.inputs.empty())
            run.inputs[task.item] = entry.inputs;
}

} // namespace

BatchSummary runBatch(const BatchPlan& plan, const BatchRequest& request, const fs::path& folder,
                      const BatchControl& control, BatchObserver* observer, const JobControl& job)
{
    request.check(plan);
    const std::vector<LoadedMethod> methods = loadMethods(request.methods, job.part(0.0, 0.5));
    RunDescription run = describeRun(plan, request, methods);
    requireOtherPlace(plan, methods, folder);
    makeFolder(folder);
    const FolderLock lock(folder, request.shard);
    checkEarlierRun(folder, run);
    for (const LoadedMethod& method : methods)
        makeResultFolders(folder, method.request.key, request.outputs);
    writeRun(folder / runFile(request.shard), run);
    std::error_code ignored; // they tell of a run that had ended
    fs::remove(folder / summaryFile(request.shard), ignored);
    fs::remove(folder / metricsFile(request.shard), ignored);

    Journal journal(folder / journalFile(request.shard));
    TaskEntries entries = takeStock(folder, run, journal, job.part(0.5, 1.0));
    ProgressMeter meter(observer, control.pause, tasksOf(run));
    reportKept(run, entries, meter);
    BatchRequest resolved = run.request;
    resolved.jobs = resolveJobs(request, methods, plan);
    const PathHider hide(!request.fullPaths, foldersOf(run, folder));
    BatchPipeline({folder, plan, resolved, methods, hide}, journal, meter, control).run(entries);

    addInputs(run, entries);
    writeRun(folder / runFile(request.shard), run);
    BatchSummary summary = summariseBatch(run, entries, meter.progress());
    writeSummary(folder, run, entries, summary);
    return summary;
}

} // namespace duoscope
