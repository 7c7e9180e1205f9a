// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/display_range.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace duoscope {
namespace {

template <class Function>
void forEachValue(const cv::Mat& values, Function function)
{
    for (int y = 0; y < values.rows; ++y) {
        const float* row = values.ptr<float>(y);
        for (int x = 0; x < values.cols; ++x)
            function(row[x]);
    }
}

/// Low and high that leave out a share of the values at either end.
void clipPercentile(const cv::Mat& values, double percent, std::int64_t finite, double& low, double& high)
{
    constexpr int kParts = 4096;
    std::array<std::int64_t, kParts> counts{};
    const double width = (high - low) / kParts;
    forEachValue(values, [&](float value) {
        if (std::isfinite(value))
            ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>((value - low) / width), 0, kParts - 1))];
    });
    const double share = static_cast<double>(finite) * percent / 100;
    int first = 0;
    int last = kParts - 1;
    for (double sum = 0;
         first < last && (sum += static_cast<double>(counts[static_cast<std::size_t>(first)])) <= share;)
        ++first;
    for (double sum = 0; last > first && (sum += static_cast<double>(counts[static_cast<std::size_t>(last)])) <= share;)
        --last;
    const double start = low;
    low = start + first * width;
    high = start + (last + 1) * width;
}

} // namespace

std::pair<double, double> isothermLimits(const cv::Mat& values, double share)
{
    std::vector<float> finite;
    finite.reserve(values.total());
    forEachValue(values, [&](float value) {
        if (std::isfinite(value))
            finite.push_back(value);
    });
    if (finite.empty())
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    const double place = share > 0 ? 1 - share : -share;
    const auto rank = static_cast<std::ptrdiff_t>(std::clamp(place, 0.0, 1.0) * static_cast<double>(finite.size() - 1));
    std::nth_element(finite.begin(), finite.begin() + rank, finite.end());
    const double limit = finite[static_cast<std::size_t>(rank)];
    const double infinity = std::numeric_limits<double>::infinity();
    return share > 0 ? std::pair(limit, infinity) : std::pair(-infinity, limit);
}

DisplayRange displayRange(const LayerPicture& picture, const RangeChoice& choice)
{
    DisplayRange range;
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -smallest;
    std::int64_t finite = 0;
    forEachValue(picture.values, [&](float value) {
        if (std::isnan(value)) {
            ++range.notNumbers;
        } else if (std::isinf(value)) {
            ++range.infinite;
        } else {
            ++finite;
            smallest = std::min<double>(smallest, value);
            largest = std::max<double>(largest, value);
        }
    });
    if (finite == 0) {
        smallest = 0;
        largest = 1;
    }
    const double magnitude = std::max(std::abs(smallest), std::abs(largest));
    using Mode = RangeChoice::Mode;
    Mode mode = choice.mode;
    double percentile = choice.percentile;
    if (mode == Mode::Natural && !picture.naturalRange) {
        percentile = picture.naturalClip;
        mode = percentile > 0 ? Mode::Percentile : picture.isSigned ? Mode::Symmetric : Mode::MinMax;
    }
    switch (mode) {
    case Mode::Natural:
        range.low = picture.low;
        range.high = picture.high;
        break;
    case Mode::MinMax:
        range.low = smallest;
        range.high = largest;
        break;
    case Mode::Percentile:
        range.low = smallest;
        range.high = largest;
        if (largest > smallest)
            clipPercentile(picture.values, percentile, finite, range.low, range.high);
        if (picture.isSigned) {
            range.high = std::max(std::abs(range.low), std::abs(range.high));
            range.low = -range.high;
        }
        break;
    case Mode::Fixed:
        range.low = choice.low;
        range.high = choice.high;
        break;
    case Mode::Symmetric:
        range.low = -magnitude;
        range.high = magnitude;
        break;
    }
    if (!(range.high > range.low)) {
        // One value everywhere: it lies in the middle of a range of its own size.
        const double half = std::max(std::abs(range.low) * 0.5, 1e-6);
        range.high = range.low + half;
        range.low -= half;
    }
    if (finite > 0 && (smallest < range.low || largest > range.high)) {
        std::int64_t outside = 0;
        forEachValue(picture.values, [&](float value) {
            outside += std::isfinite(value) && (value < range.low || value > range.high);
        });
        range.clipped = static_cast<double>(outside) / static_cast<double>(finite);
    }
    return range;
}

} // namespace duoscope
