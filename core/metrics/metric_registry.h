// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

enum class MetricDirection { HigherIsBetter, LowerIsBetter };

/// What there is to know about a metric before using it; units and ranges are those of one convention.
struct MetricInfo {
    std::string name;    ///< as in options and tables: "EN", "FMI_pixel"
    std::string title;   ///< for people: "Entropy"
    std::string summary; ///< what it measures, one sentence
    MetricDirection direction = MetricDirection::HigherIsBetter;
    std::string unit;   ///< "bits", "nats", "gray levels", "squared gray levels", "dB"; empty for plain numbers
    double lowest = 0;  ///< of the values it can take; may be infinite
    double highest = 1; ///< of the values it can take; may be infinite
    std::string source; ///< publication, or the code whose definition is followed
};

/// All metrics, those of the paper's tables first. The conventions have the same ones; what only the toolbox defines
/// (MS_SSIM, Nabf, FMI) is the same in both, and so is what only tables of the papers need (VIF_sum, SSIM_L2).
const std::vector<MetricInfo>& metricInfos(MetricConvention convention);

/// The metric of that name, upper and lower case being the same. Throws Error(Usage) for unknown names.
const MetricInfo& metricInfo(std::string_view name, MetricConvention convention);

/// EN, SF, CC, VIF, Qabf, SSIM: the columns of the paper's tables I, III and IV.
const std::vector<std::string>& paperTableMetrics();

/// One metric. Throws Error(Usage) for unknown names. Any thread; uses one.
MetricValue evaluateMetric(const MetricImages& images, std::string_view name, MetricConvention convention);

/// Several, in the order of the names. Throws Error(Usage) for unknown names before anything is computed, and Cancelled
/// between two metrics once a stop was requested. Any thread; uses one.
std::vector<MetricValue> evaluateMetrics(const MetricImages& images, const std::vector<std::string>& names,
                                         MetricConvention convention, const JobControl& job = {});

} // namespace duoscope
