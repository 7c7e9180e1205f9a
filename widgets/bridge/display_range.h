// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/layer.h"

#include <cstdint>
#include <utility>

namespace duoscope {

/// How a pane's colour range is chosen.
struct RangeChoice {
    enum class Mode {
        Natural,    ///< the layer's own: 0 … 1 for pictures; else Symmetric or MinMax
        MinMax,     ///< of the values
        Percentile, ///< clips a share at either end
        Fixed,      ///< low … high
        Symmetric,  ///< −m … m, m the largest magnitude
    };
    Mode mode = Mode::Natural;
    double percentile = 1; ///< clipped at either end, in percent
    double low = 0;        ///< of Fixed
    double high = 1;       ///< likewise

    bool operator==(const RangeChoice&) const = default;
};

/// A range in use, and what it does not show.
struct DisplayRange {
    double low = 0;
    double high = 1;             ///< > low
    double clipped = 0;          ///< share of the finite values outside, in [0, 1]
    std::int64_t notNumbers = 0; ///< NaN
    std::int64_t infinite = 0;   ///< ±∞
};

/// The limits between which an isotherm marks values: the largest ones, a share of all, or the smallest.
/// @param share  in (0, 1): of the largest values; in (−1, 0): of the smallest
/// @return (low, high) of the marked values; both NaN where no value is finite
std::pair<double, double> isothermLimits(const cv::Mat& values, double share);

/// @param values  CV_32FC1; percentiles are those of 4096 equal parts of their range
DisplayRange displayRange(const LayerPicture& picture, const RangeChoice& choice);

} // namespace duoscope
