// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_observer.h"
#include "core/batch/run_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// Why an item failed, for all methods that it failed for with that reason.
struct BatchFailure {
    std::string item;
    std::vector<std::string> methods; ///< keys
    std::string reason;               ///< a sentence
};

/// What came of a batch. Counts are of the run's shard.
struct BatchSummary {
    std::size_t items = 0;
    std::size_t done = 0;    ///< by all methods
    std::size_t failed = 0;  ///< by a method or more
    std::size_t missing = 0; ///< neither done nor failed; only of collected shards
    std::vector<BatchFailure> failures;
    std::vector<TaskId> missingTasks;
    BatchProgress progress;
    std::string json; ///< the text of summary.json

    bool isComplete() const { return failed == 0 && missing == 0; }
};

/// @param progress  of the run; empty for shards that were collected
BatchSummary summariseBatch(const RunDescription& run, const TaskEntries& entries, const BatchProgress& progress);

/// Writes the summary, and where metrics were measured the table of them: a line for each method, item and metric, with
/// the reason where there is no value. Throws Error(Output), and Error(Input) where a record can't be read.
void writeSummary(const std::filesystem::path& folder, const RunDescription& run, const TaskEntries& entries,
                  const BatchSummary& summary);

} // namespace duoscope
