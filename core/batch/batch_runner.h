// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_control.h"
#include "core/batch/batch_observer.h"
#include "core/batch/batch_summary.h"

#include <filesystem>

namespace duoscope {

/// Fuses all items of a plan with all methods of a request into a folder, which is made where missing:
///   run.json               what makes the run again; with a shard's number in its name, as the next three
///   journal.jsonl          what became of each task, as it happens (journal.h)
///   METHOD/gray/STEM.png, colour/, segmentation/, trace/STEM/   as asked for
///   METHOD/items/STEM.json where a result came from, and its metrics (task_record.h)
///   summary.json, metrics.csv   at the end (batch_summary.h)
/// Blocks until all is done; models are loaded once. What fails is in the summary; the batch goes on.
/// @param observer  not owned, may be null; called from worker threads
/// @param job       progress of what comes before the first item: loading, and checking what is done
/// Throws Error(Usage) where the request makes no sense, the folder holds a run and is not to be resumed, or that run
/// differs from this one; Error(Model); Error(Output) where the folder is in use or can't be written to; and Cancelled
/// once control.stop was requested: then the folder can be resumed.
BatchSummary runBatch(const BatchPlan& plan, const BatchRequest& request, const std::filesystem::path& folder,
                      const BatchControl& control = {}, BatchObserver* observer = nullptr, const JobControl& job = {});

} // namespace duoscope
