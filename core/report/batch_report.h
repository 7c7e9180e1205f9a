// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/report/report.h"
#include "core/report/report_options.h"

#include <filesystem>

namespace duoscope {

/// Reads what a batch left in its folder: run.json, journal.jsonl, the records of the results and, for the pairs in
/// detail, sources, results and traces. A batch that failed in part, or is not at its end, is reported as far as it
/// got; means are of the pairs that all methods have fused and measured.
/// @param folder  of the results, or the run.json in it
/// Throws Error(Input) where the folder holds no run, or shards that are not collected, and where run.json or a record
/// is damaged; Error(Usage) for metrics that were not measured, pairs that are not in the run, a network without labels
/// or boxes to judge by, and options out of range; and Cancelled. Pictures that can't be read are told in the report.
Report reportOfBatch(const std::filesystem::path& folder, const ReportOptions& options = {},
                     const JobControl& job = {});

} // namespace duoscope
