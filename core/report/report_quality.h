// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/base/path_hider.h"
#include "core/batch/run_file.h"
#include "core/metrics/evaluation_report.h"
#include "core/report/item_record.h"
#include "core/report/report_options.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// What tables of a batch are made of.
struct QualitySources {
    const std::filesystem::path& folder;
    const RunDescription& run;
    const TaskEntries& entries;
    const std::map<TaskId, ItemRecord>& records; ///< of the results that are done
    const ReportOptions& options;
    const PathHider& hide;
};

/// The metrics in the records, with the methods by key. An item that a method has no result of is left out for all.
/// Nothing where the run measured none.
/// Throws Error(Usage) for metrics that are unknown or were not measured.
std::optional<Evaluation> evaluationOf(const QualitySources& sources);

/// The segmentations of a run against its labels; nothing where it has not both.
/// @param problems  gets a sentence for what keeps the labels from being compared
/// Throws Error(Usage) for an unknown class set of labels, and Cancelled.
std::optional<SegmentationEvaluation> segmentationOf(const QualitySources& sources,
                                                     const std::map<std::string, ClassSet>& classSets,
                                                     std::vector<std::string>& problems, const JobControl& job);

/// The class set of the run's labels: that of the options, else of its data set; of labels in a folder the model's.
/// Nothing where it is not known.
std::optional<std::string> labelClassesOf(const QualitySources& sources, const std::string& ofModel);

} // namespace duoscope
