// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/path_hider.h"
#include "core/batch/run_file.h"
#include "core/report/item_record.h"
#include "core/report/report.h"
#include "core/report/report_options.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace duoscope {

/// What the details of a pair are taken from; outlives whoever uses it.
struct PairSources {
    const std::filesystem::path& folder; ///< of the batch
    const RunDescription& run;
    const std::map<TaskId, ItemRecord>& records;      ///< of the results that are done
    const std::map<std::string, ClassSet>& classSets; ///< by method
    const ReportOptions& options;
    const PathHider& hide;
};

/// Figures and class weights of one pair: both sources as a method gets them, each method's result, and of results with
/// a trace the weights, the change from f_0 to f_K, the attention of the last stage and the regions. What can't be read
/// has its reason in place of the picture.
ReportPair describePair(const PairSources& sources, const BatchItem& item);

/// The items to describe: those that are named, or so many of the complete ones, evenly spread over the list.
/// Throws Error(Usage) for names that are not in the run, and for one named twice.
std::vector<const BatchItem*> choosePairs(const PairSources& sources);

} // namespace duoscope
