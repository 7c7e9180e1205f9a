// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <vector>

namespace duoscope {

/// What there is to say of the values of a layer, or of a region of it. All but the counts are 0 where no value is
/// finite.
struct ValueStatistics {
    std::int64_t finite = 0;
    std::int64_t notNumbers = 0;
    std::int64_t infinite = 0;
    double minimum = 0; ///< this and all below are of the finite values
    double maximum = 0;
    double mean = 0;
    double deviation = 0; ///< of the values themselves, not estimated for more than them
    double percentile1 = 0;
    double median = 0; ///< of an even number of values, the upper one of the two
    double percentile99 = 0;
};

/// @param values  CV_32FC1
/// @param mask    CV_8UC1 of the same size, not 0 where a value counts; empty: all do
ValueStatistics statisticsOf(const cv::Mat& values, const cv::Mat& mask = {});

/// How many finite values fall into each of equal parts of [low, high]; high itself is in the last, and what is outside
/// in none.
std::vector<std::int64_t> countBins(const cv::Mat& values, const cv::Mat& mask, double low, double high, int bins);

} // namespace duoscope
