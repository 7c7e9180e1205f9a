// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/batch/batch_summary.h"

#include <filesystem>
#include <vector>

namespace duoscope {

/// Brings the results of shards together as if one process had run the whole batch: run.json, journal.jsonl,
/// summary.json, metrics.csv and all results that are done, each compared with its hash. What no shard has done, or
/// whose files are missing or altered, is missing in the summary; resuming the folder makes it.
/// @param folders  with results of shards; one may hold several, and may be the output
/// @param output   made where missing
/// Throws Error(Input) where a folder holds no shards; Error(Usage) where shards are of different batches, or two
/// folders have the same one; Error(Output); and Cancelled.
BatchSummary collectShards(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& output,
                           const JobControl& job = {});

} // namespace duoscope
