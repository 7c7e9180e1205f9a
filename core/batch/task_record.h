// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/decoded_item.h"
#include "core/batch/run_names.h"
#include "core/fusion/fusion_trace.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// What stands beside each result, METHOD/items/STEM.json: where it came from, what was found on the way, and its
/// metrics. It holds no times, threads or folders, so that equal runs give equal bytes wherever they ran.
nlohmann::ordered_json recordOf(const TaskId& task, const FusionTrace& trace, const FileHashes& inputs,
                                MetricConvention convention, const std::map<std::string, MetricValue>& metrics);

/// No record of a result has more bytes.
constexpr std::uintmax_t kLargestRecord = 16 << 20;

/// One measured value, as a record holds it.
struct RecordedMetric {
    std::string name;
    MetricValue value;
};

/// The metrics in a record, by name. Throws Error(Input) where the file can't be read or is none.
std::vector<RecordedMetric> readRecordedMetrics(const std::filesystem::path& file);

} // namespace duoscope
