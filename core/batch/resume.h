// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/batch/run_file.h"

#include <filesystem>

namespace duoscope {

/// Finds out what of a run is done in a folder: what the journal says is done and whose files, and sources, are still
/// those that it names. Removes whatever else there is of the run's tasks: what a crash left half-written, temporaries
/// among it. Needs the folder's lock. Progress and stop as in `job`.
/// @param journal  gets a line for each task that was done and no longer is
/// @return the tasks that are done
/// Throws Error(Input), Error(Output) and Cancelled.
TaskEntries takeStock(const std::filesystem::path& folder, const RunDescription& run, Journal& journal,
                      const JobControl& job);

/// Why the files of a task are not those of its entry; empty where they are.
std::string problemOf(const std::filesystem::path& folder, const TaskEntry& entry);

} // namespace duoscope
