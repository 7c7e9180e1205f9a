// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/pixel_sums.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

/// The integer next to the mean. Sums of values less this number can be had exactly from sums of the values, and
/// leave no large numbers to cancel.
std::int64_t roundedMean(std::int64_t sum, std::int64_t count)
{
    return std::llround(static_cast<double>(sum) / static_cast<double>(count));
}

} // namespace

PixelSums sumPixels(const MetricImages& images)
{
    constexpr int kRun = 1 << 15; // so many squares of 255 fit into 32 bits
    PixelSums sums;
    sums.count = static_cast<std::int64_t>(images.size().height) * images.size().width;
    for (int y = 0; y < images.size().height; ++y) {
        const auto* fused = images.fused().ptr<std::uint8_t>(y);
        const auto* infrared = images.infrared().ptr<std::uint8_t>(y);
        const auto* visible = images.visible().ptr<std::uint8_t>(y);
        for (int start = 0; start < images.size().width; start += kRun) {
            const int end = std::min(start + kRun, images.size().width);
            std::uint32_t sumF = 0, sumA = 0, sumB = 0, sumFF = 0, sumAA = 0, sumBB = 0, sumFA = 0, sumFB = 0,
                          sumAB = 0;
            for (int x = start; x < end; ++x) {
                const std::uint32_t f = fused[x], a = infrared[x], b = visible[x];
                sumF += f;
                sumA += a;
                sumB += b;
                sumFF += f * f;
                sumAA += a * a;
                sumBB += b * b;
                sumFA += f * a;
                sumFB += f * b;
                sumAB += a * b;
            }
            sums.fused += sumF;
            sums.infrared += sumA;
            sums.visible += sumB;
            sums.fusedSquared += sumFF;
            sums.infraredSquared += sumAA;
            sums.visibleSquared += sumBB;
            sums.fusedInfrared += sumFA;
            sums.fusedVisible += sumFB;
            sums.infraredVisible += sumAB;
        }
    }
    return sums;
}

double variance(const Sums& x, std::int64_t count) { return covariance(x, x, x.squares, count); }

double covariance(const Sums& x, const Sums& y, std::int64_t products, std::int64_t count)
{
    const std::int64_t centreX = roundedMean(x.sum, count), centreY = roundedMean(y.sum, count);
    const std::int64_t centredProducts = products - centreX * y.sum - centreY * x.sum + count * centreX * centreY;
    const auto number = static_cast<double>(count);
    const double meanX = static_cast<double>(x.sum - count * centreX) / number;
    const double meanY = static_cast<double>(y.sum - count * centreY) / number;
    return static_cast<double>(centredProducts) / number - meanX * meanY;
}

} // namespace duoscope
