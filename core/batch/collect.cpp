// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/collect.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/batch/folder_lock.h"
#include "core/batch/resume.h"
#include "core/batch/task_writer.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

/// What one shard has done.
struct ShardResults {
    fs::path folder;
    RunDescription run;
    TaskEntries entries;
};

[[noreturn]] void refuse(const fs::path& folder, const std::string& why, const std::string& remedy)
{
    throw Error(ErrorKind::Usage, "Cannot collect the shards in " + folder.string(), why, remedy);
}

std::vector<fs::path> runFilesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code problem;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, problem))
        if (const std::string name = entry.path().filename().string();
            name.starts_with("run-") && name.ends_with(".json"))
            files.push_back(entry.path());
    if (problem || files.empty())
        throw Error(ErrorKind::Input, "Cannot collect the shards in " + folder.string(),
                    problem ? problem.message() : "it holds no run-I-of-N.json",
                    "Give folders that batches with --shard have written to");
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> stemsOf(const RunDescription& run)
{
    std::vector<std::string> stems;
    for (const BatchItem& item : run.plan.items)
        stems.push_back(item.stem);
    return stems;
}

void requireSameBatch(const ShardResults& first, const ShardResults& other)
{
    std::string difference = differenceOf(first.run, other.run);
    if (first.run.request.shard.count != other.run.request.shard.count)
        difference = "one is split into " + std::to_string(first.run.request.shard.count) +
                     " shards and the other into " + std::to_string(other.run.request.shard.count);
    else if (difference.empty() && stemsOf(first.run) != stemsOf(other.run))
        difference = "they have different items";
    if (!difference.empty())
        refuse(other.folder, "they are of another batch than those in " + first.folder.string() + ": " + difference,
               "Collect the shards of one batch");
}

/// By shard number.
std::map<int, ShardResults> findShards(const std::vector<fs::path>& folders)
{
    std::map<int, ShardResults> shards;
    std::set<fs::path> seen;
    for (const fs::path& folder : folders) {
        std::error_code ignored;
        if (!seen.insert(fs::weakly_canonical(folder, ignored)).second)
            continue;
        for (const fs::path& file : runFilesIn(folder)) {
            ShardResults shard{folder, readRun(file), {}};
            const int index = shard.run.request.shard.index;
            shard.entries = readJournal(folder / journalFile(shard.run.request.shard));
            if (!shards.empty())
                requireSameBatch(shards.begin()->second, shard);
            const auto [place, isNew] = shards.emplace(index, std::move(shard));
            if (!isNew)
                refuse(folder, "the shard " + std::to_string(index) + " is also in " + place->second.folder.string(),
                       "Give each shard once");
        }
    }
    return shards;
}

void copyFile(const fs::path& from, const fs::path& to)
{
    std::error_code problem;
    fs::create_directories(to.parent_path(), problem);
    std::ifstream source(from, std::ios::binary);
    writeAtomically(to, [&](std::ostream& stream) { stream << source.rdbuf(); });
}

/// Copies what a task has written where it is not there yet. @return whether all of it is there, and unaltered
bool bringOver(const ShardResults& shard, const TaskEntry& entry, const fs::path& output)
{
    if (!problemOf(shard.folder, entry).empty())
        return false;
    std::error_code ignored;
    if (fs::equivalent(shard.folder, output, ignored))
        return true;
    for (const auto& [name, hash] : entry.files)
        copyFile(shard.folder / name, output / name);
    return problemOf(output, entry).empty();
}

/// The whole batch, with what all shards know of its sources.
RunDescription wholeRun(const std::map<int, ShardResults>& shards)
{
    RunDescription run = shards.begin()->second.run;
    run.request.shard = Shard();
    for (const auto& [index, shard] : shards)
        run.inputs.insert(shard.run.inputs.begin(), shard.run.inputs.end());
    return run;
}

void requireFreeFolder(const fs::path& output, const RunDescription& run)
{
    const fs::path file = output / runFile(run.request.shard);
    std::error_code ignored;
    if (fs::exists(file, ignored) &&
        (!differenceOf(readRun(file), run).empty() || stemsOf(readRun(file)) != stemsOf(run)))
        throw Error(ErrorKind::Usage, "Cannot collect shards into " + output.string(), "it holds another run",
                    "Choose another folder");
}

} // namespace

BatchSummary collectShards(const std::vector<fs::path>& folders, const fs::path& output, const JobControl& job)
{
    const std::map<int, ShardResults> shards = findShards(folders);
    if (shards.empty())
        throw Error(ErrorKind::Usage, "Cannot collect shards", "no folder is given", "Give the folders of the shards");
    const RunDescription run = wholeRun(shards);
    const std::size_t count = static_cast<std::size_t>(shards.begin()->second.run.request.shard.count);
    std::error_code problem;
    fs::create_directories(output, problem);
    if (problem)
        throw Error(ErrorKind::Output, "Cannot collect shards into " + output.string(), problem.message(),
                    "Choose a folder that may be written to");
    const FolderLock lock(output, run.request.shard);
    requireFreeFolder(output, run);
    for (const BatchMethod& method : run.request.methods)
        makeResultFolders(output, method.key, run.request.outputs);
    writeRun(output / runFile(run.request.shard), run);
    fs::remove(output / journalFile(run.request.shard), problem); // of an earlier collection
    Journal journal(output / journalFile(run.request.shard));

    TaskEntries entries;
    for (std::size_t i = 0; i < run.plan.items.size(); ++i) {
        job.checkStop();
        job.report(static_cast<double>(i) / static_cast<double>(run.plan.items.size()), "collecting");
        const auto shard = shards.find(static_cast<int>(i % count) + 1);
        if (shard == shards.end())
            continue;
        for (const BatchMethod& method : run.request.methods) {
            const TaskId task{run.plan.items[i].stem, method.key};
            const auto found = shard->second.entries.find(task);
            if (found == shard->second.entries.end())
                continue;
            const TaskEntry& entry = found->second;
            if (entry.state == TaskEntry::State::Done && bringOver(shard->second, entry, output)) {
                journal.done(task, entry);
                entries[task] = entry;
            } else if (entry.state == TaskEntry::State::Failed) {
                journal.failed(task, entry);
                entries[task] = entry;
            }
        }
    }
    BatchSummary summary = summariseBatch(run, entries, {});
    writeSummary(output, run, entries, summary);
    return summary;
}

} // namespace duoscope
