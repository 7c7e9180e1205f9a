// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>

namespace duoscope {

/// What a metric says of one fused image: a number, or why there is none.
struct MetricValue {
    double value = std::numeric_limits<double>::quiet_NaN(); ///< NaN where undefined; PSNR may be infinite.
    std::string undefinedBecause; ///< Lower case, without a full stop; empty where there is a value.

    MetricValue() : undefinedBecause("not computed") {}
    MetricValue(double number) : value(number) {} ///< @param number  not NaN
    bool isDefined() const { return undefinedBecause.empty(); }

    static MetricValue undefined(std::string reason);
};

/// The sum of what the two sources say, times a factor; undefined where one of them is, with the reasons of both.
MetricValue combine(const MetricValue& infrared, const MetricValue& visible, double factor);

} // namespace duoscope
