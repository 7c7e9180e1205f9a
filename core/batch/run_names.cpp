// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/run_names.h"

namespace duoscope {
namespace {

std::string ofShard(const std::string& name, const Shard& shard, const std::string& ending)
{
    if (shard.isWhole())
        return name + ending;
    return name + "-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count) + ending;
}

} // namespace

bool isPlainName(std::string_view name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

std::string grayFile(const TaskId& task) { return task.method + "/gray/" + task.item + ".png"; }
std::string colourFile(const TaskId& task) { return task.method + "/colour/" + task.item + ".png"; }
std::string segmentationFile(const TaskId& task) { return task.method + "/segmentation/" + task.item + ".png"; }
std::string recordFile(const TaskId& task) { return task.method + "/items/" + task.item + ".json"; }
std::string traceFolder(const TaskId& task) { return task.method + "/trace/" + task.item; }

std::vector<std::string> fileFolders(const std::string& method)
{
    return {method + "/gray", method + "/colour", method + "/segmentation", method + "/items"};
}

std::string runFile(const Shard& shard) { return ofShard("run", shard, ".json"); }
std::string journalFile(const Shard& shard) { return ofShard("journal", shard, ".jsonl"); }
std::string summaryFile(const Shard& shard) { return ofShard("summary", shard, ".json"); }
std::string metricsFile(const Shard& shard) { return ofShard("metrics", shard, ".csv"); }

void removeTask(const std::filesystem::path& folder, const TaskId& task)
{
    std::error_code ignored;
    for (const std::string& file : {grayFile(task), colourFile(task), segmentationFile(task), recordFile(task)})
        std::filesystem::remove(folder / file, ignored);
    std::filesystem::remove_all(folder / traceFolder(task), ignored);
}

} // namespace duoscope
