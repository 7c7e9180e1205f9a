// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_registry.h"

#include <vector>

namespace duoscope {

/// How one method stands among others, image by image.
struct RankSummary {
    double meanRank = 0; ///< 1 is the best; methods of equal value share the mean of their ranks. 0 without images.
    int wins = 0;        ///< Images on which no method is better.
    int images = 0;      ///< Images that count: those where all methods have a value.
};

/// @param values  [method][image], as many for each method; std::invalid_argument otherwise
/// @return one for each method
std::vector<RankSummary> rankMethods(const std::vector<std::vector<MetricValue>>& values, MetricDirection direction);

} // namespace duoscope
