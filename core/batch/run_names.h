// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/shard.h"

#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// One item fused by one method.
struct TaskId {
    std::string item;   ///< stem
    std::string method; ///< key

    auto operator<=>(const TaskId&) const = default;
};

/// Whether a text can be the name of one file or folder, so that nothing outside of its folder is meant: not empty, not
/// "." or "..", without slashes and zero bytes.
bool isPlainName(std::string_view name);

// What lies where in the output folder of a batch. Reports read these, so they are as fixed as a file format.
// Paths are relative to that folder and written with slashes.

std::string grayFile(const TaskId& task);         ///< METHOD/gray/STEM.png
std::string colourFile(const TaskId& task);       ///< METHOD/colour/STEM.png
std::string segmentationFile(const TaskId& task); ///< METHOD/segmentation/STEM.png
std::string recordFile(const TaskId& task);       ///< METHOD/items/STEM.json
std::string traceFolder(const TaskId& task);      ///< METHOD/trace/STEM

/// The folders that single files of a method lie in: gray, colour, segmentation, items.
std::vector<std::string> fileFolders(const std::string& method);

// Of the run; a shard's carry its number, so that shards may share a folder: "run.json", "run-2-of-4.json".
std::string runFile(const Shard& shard);
std::string journalFile(const Shard& shard); ///< journal.jsonl
std::string summaryFile(const Shard& shard); ///< summary.json
std::string metricsFile(const Shard& shard); ///< metrics.csv

/// Removes whatever there is of a task, and nothing else. What can't be removed stays.
void removeTask(const std::filesystem::path& folder, const TaskId& task);

} // namespace duoscope
