// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/evaluation.h"
#include "core/metrics/wilcoxon.h"

#include <string_view>

namespace duoscope {

/// Two methods on one metric, over the images where both have a value.
struct MetricComparison {
    MetricColumn metric;
    int images = 0;
    MetricValue firstMean;
    MetricValue secondMean;
    int firstBetter = 0;  ///< Images on which the first method is better.
    int secondBetter = 0; ///< Images on which the second method is better.
    MetricValue
        medianDifference; ///< Of first - second; undefined without images and where it lies between two infinities.
    WilcoxonResult test;  ///< Of first - second. One test a metric: p is not corrected for their number.
};

struct MethodComparison {
    std::string first;
    std::string second;
    std::vector<MetricComparison> metrics;
};

/// Throws Error(Usage) where a method is not in the evaluation, or both are the same.
MethodComparison compareMethods(const Evaluation& evaluation, std::string_view first, std::string_view second);

} // namespace duoscope
