// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/resume.h"

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/batch/decoded_item.h"

#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

/// The name that a temporary of writeAtomically() would have got: "a.png" of ".a.png.123-4.part"; empty for others.
std::string targetOf(const std::string& name)
{
    constexpr std::string_view kEnding = ".part";
    if (!name.starts_with('.') || !name.ends_with(kEnding))
        return {};
    const std::string middle = name.substr(1, name.size() - 1 - kEnding.size());
    return middle.substr(0, middle.rfind('.'));
}

/// Those of the items' files only: other shards may be writing into the same folders now.
void removeTemporaries(const fs::path& folder, const std::string& method, const std::set<std::string>& stems)
{
    for (const std::string& name : fileFolders(method)) {
        std::error_code ignored;
        std::vector<fs::path> stale;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder / name, ignored))
            if (const std::string target = targetOf(entry.path().filename().string());
                !target.empty() && stems.contains(fs::path(target).stem().string()))
                stale.push_back(entry.path());
        for (const fs::path& file : stale)
            fs::remove(file, ignored);
    }
}

bool sourcesAreThose(const BatchItem& item, const FileHashes& hashes)
{
    try {
        return hashSources(item) == hashes;
    } catch (const Error&) {
        return false; // the item itself will say why they can't be read
    }
}

} // namespace

std::string problemOf(const fs::path& folder, const TaskEntry& entry)
{
    for (const auto& [name, hash] : entry.files) {
        std::error_code ignored;
        if (!fs::is_regular_file(folder / name, ignored))
            return name + " is missing";
        if (fileHash(folder / name) != hash)
            return name + " was altered";
    }
    return {};
}

TaskEntries takeStock(const fs::path& folder, const RunDescription& run, Journal& journal, const JobControl& job)
{
    const TaskEntries before = readJournal(folder / journalFile(run.request.shard));
    TaskEntries kept;
    std::set<std::string> stems;
    for (std::size_t i = 0; i < run.plan.items.size(); ++i) {
        job.checkStop();
        if (!run.request.shard.holds(i))
            continue;
        job.report(static_cast<double>(i) / static_cast<double>(run.plan.items.size()), "checking what is done");
        const BatchItem& item = run.plan.items[i];
        stems.insert(item.stem);
        FileHashes sound; // of sources that were compared already
        for (const BatchMethod& method : run.request.methods) {
            const TaskId task{item.stem, method.key};
            const auto entry = before.find(task);
            const bool wasDone = entry != before.end() && entry->second.state == TaskEntry::State::Done;
            std::string problem = wasDone ? problemOf(folder, entry->second) : "not done";
            if (problem.empty() && entry->second.inputs != sound && !sourcesAreThose(item, entry->second.inputs))
                problem = "its sources were altered";
            if (problem.empty()) {
                sound = entry->second.inputs;
                kept[task] = entry->second;
                continue;
            }
            if (wasDone)
                journal.lost(task, problem);
            removeTask(folder, task);
        }
    }
    for (const BatchMethod& method : run.request.methods)
        removeTemporaries(folder, method.key, stems);
    return kept;
}

} // namespace duoscope
