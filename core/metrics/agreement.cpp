// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/agreement.h"

#include "core/metrics/pixel_sums.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace duoscope {
namespace {

struct Quantity {
    Sums sums;
    const char* name;
};

/// @param products  sum of x y
MetricValue pearson(const Quantity& x, const Quantity& y, std::int64_t products, std::int64_t count)
{
    const double varianceX = variance(x.sums, count), varianceY = variance(y.sums, count);
    for (const auto& [quantity, itsVariance] : {std::pair(x, varianceX), std::pair(y, varianceY)})
        if (itsVariance <= 0)
            return MetricValue::undefined(std::string(quantity.name) + " has one value everywhere");
    const double ratio = covariance(x.sums, y.sums, products, count) / (std::sqrt(varianceX) * std::sqrt(varianceY));
    return std::clamp(ratio, -1.0, 1.0);
}

Quantity infrared(const PixelSums& sums) { return {{sums.infrared, sums.infraredSquared}, "the infrared image"}; }
Quantity visible(const PixelSums& sums) { return {{sums.visible, sums.visibleSquared}, "the visible image"}; }
Quantity fused(const PixelSums& sums) { return {{sums.fused, sums.fusedSquared}, "the fused image"}; }

/// F less another image.
Quantity difference(const PixelSums& sums, const Quantity& from, std::int64_t products, const char* name)
{
    return {{sums.fused - from.sums.sum, sums.fusedSquared - 2 * products + from.sums.squares}, name};
}

/// In squared gray levels.
double squaredError(const PixelSums& sums)
{
    const std::int64_t total = (sums.infraredSquared - 2 * sums.fusedInfrared + sums.fusedSquared) +
                               (sums.visibleSquared - 2 * sums.fusedVisible + sums.fusedSquared);
    return static_cast<double>(total) / (2.0 * static_cast<double>(sums.count));
}

} // namespace

MetricValue correlation(const MetricImages& images)
{
    const PixelSums sums = sumPixels(images);
    return combine(pearson(infrared(sums), fused(sums), sums.fusedInfrared, sums.count),
                   pearson(visible(sums), fused(sums), sums.fusedVisible, sums.count), 0.5);
}

MetricValue sumOfCorrelationsOfDifferences(const MetricImages& images)
{
    const PixelSums sums = sumPixels(images);
    const Quantity lessVisible =
        difference(sums, visible(sums), sums.fusedVisible, "the difference of the fused and the visible image");
    const Quantity lessInfrared =
        difference(sums, infrared(sums), sums.fusedInfrared, "the difference of the fused and the infrared image");
    return combine(pearson(infrared(sums), lessVisible, sums.fusedInfrared - sums.infraredVisible, sums.count),
                   pearson(visible(sums), lessInfrared, sums.fusedVisible - sums.infraredVisible, sums.count), 1.0);
}

MetricValue meanSquaredError(const MetricImages& images, MetricConvention convention)
{
    const double error = squaredError(sumPixels(images));
    return convention == MetricConvention::Paper ? error : error / (255.0 * 255.0);
}

MetricValue peakSignalToNoiseRatio(const MetricImages& images, MetricConvention convention)
{
    double peak = 255.0 * 255.0; // against errors of images in 0..1
    if (convention == MetricConvention::Paper)
        cv::minMaxLoc(images.fused(), nullptr, &peak);
    const double error = squaredError(sumPixels(images));
    if (error == 0 && peak == 0)
        return MetricValue::undefined("the three images are black");
    if (error == 0)
        return std::numeric_limits<double>::infinity();
    return 10 * std::log10(peak * peak / error);
}

} // namespace duoscope
