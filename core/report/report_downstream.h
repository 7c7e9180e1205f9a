// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report_quality.h"

#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// What the network of the options sees in the sources, with the run's ranges, and in the results of all methods,
/// against the run's labels and the boxes of the options or, without them, of the run's data set.
/// @param problems  gets a sentence for each pair that can't be compared, and for what keeps all of them from it
/// Throws Error(Usage) where there are neither labels nor boxes, Error(Input) for a folder of boxes that can't be used,
/// and Cancelled.
DownstreamEvaluation downstreamOf(const QualitySources& sources, std::vector<std::string>& problems,
                                  const JobControl& job);

} // namespace duoscope
