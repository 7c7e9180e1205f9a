// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/value_statistics.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

template <typename Use>
void forEachValue(const cv::Mat& values, const cv::Mat& mask, Use use)
{
    for (int y = 0; y < values.rows; ++y) {
        const auto* value = values.ptr<float>(y);
        const auto* counts = mask.empty() ? nullptr : mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < values.cols; ++x)
            if (!counts || counts[x])
                use(value[x]);
    }
}

double quantile(std::vector<float>& values, double share)
{
    const auto rank = static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

} // namespace

ValueStatistics statisticsOf(const cv::Mat& values, const cv::Mat& mask)
{
    ValueStatistics found;
    std::vector<float> finite;
    double sum = 0;
    forEachValue(values, mask, [&](float value) {
        if (std::isnan(value)) {
            ++found.notNumbers;
        } else if (std::isinf(value)) {
            ++found.infinite;
        } else {
            finite.push_back(value);
            sum += value;
        }
    });
    if (finite.empty())
        return found;
    found.finite = static_cast<std::int64_t>(finite.size());
    found.mean = sum / static_cast<double>(finite.size());
    double squares = 0;
    for (const float value : finite)
        squares += (value - found.mean) * (value - found.mean);
    found.deviation = std::sqrt(squares / static_cast<double>(finite.size()));
    const auto [minimum, maximum] = std::minmax_element(finite.begin(), finite.end());
    found.minimum = *minimum;
    found.maximum = *maximum;
    found.percentile1 = quantile(finite, 0.01);
    found.median = quantile(finite, 0.5);
    found.percentile99 = quantile(finite, 0.99);
    return found;
}

std::vector<std::int64_t> countBins(const cv::Mat& values, const cv::Mat& mask, double low, double high, int bins)
{
    std::vector<std::int64_t> counts(static_cast<std::size_t>(bins));
    const double scale = bins / (high - low);
    forEachValue(values, mask, [&](float value) {
        if (value >= low && value <= high) // not so for NaN
            ++counts[static_cast<std::size_t>(std::min(bins - 1, static_cast<int>((value - low) * scale)))];
    });
    return counts;
}

} // namespace duoscope
