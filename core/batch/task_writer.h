// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"
#include "core/batch/decoded_item.h"
#include "core/batch/run_names.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace duoscope {

/// What was computed for one task.
struct TaskResult {
    TaskId task;
    FusionTrace trace;
    FileHashes inputs; ///< "infrared", "visible"
    std::map<std::string, MetricValue> metrics;
};

/// Makes the folders that results of a method go to. Throws Error(Output).
void makeResultFolders(const std::filesystem::path& folder, const std::string& method, const BatchOutputs& outputs);

/// Writes all files of a task, each appearing under its name only when complete; the record comes last.
/// @return the SHA-256 of each file, by its path relative to the folder
/// Throws Error(Output), or Cancelled while a trace is written; then nothing of the task is left.
FileHashes writeTask(const std::filesystem::path& folder, const TaskResult& result, const BatchRequest& request,
                     const JobControl& job);

} // namespace duoscope
