// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/entropy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace duoscope {
namespace {

constexpr int kLevels = 256;
using Counts = std::vector<std::uint32_t>; // images have fewer than 2^31 pixels

Counts histogram(const cv::Mat& image)
{
    Counts counts(kLevels);
    for (int y = 0; y < image.rows; ++y) {
        const auto* row = image.ptr<std::uint8_t>(y);
        for (int x = 0; x < image.cols; ++x)
            ++counts[row[x]];
    }
    return counts;
}

/// Pixels by level of the first (rows) and of the second image (columns).
Counts jointHistogram(const cv::Mat& first, const cv::Mat& second)
{
    Counts counts(static_cast<std::size_t>(kLevels) * kLevels);
    for (int y = 0; y < first.rows; ++y) {
        const auto* a = first.ptr<std::uint8_t>(y);
        const auto* b = second.ptr<std::uint8_t>(y);
        for (int x = 0; x < first.cols; ++x)
            ++counts[static_cast<std::size_t>(kLevels) * a[x] + b[x]];
    }
    return counts;
}

/// Bits.
double entropyOf(const Counts& counts, double total)
{
    double sum = 0;
    for (const std::uint32_t count : counts)
        if (count > 0)
            sum -= count / total * std::log2(count / total);
    return std::max(sum, 0.0);
}

/// Nats. Exactly 0 where one of the images has one level: each ratio of counts is then exactly 1.
double exactInformation(const cv::Mat& fused, const cv::Mat& source, const Counts& ofFused, double total)
{
    const Counts ofSource = histogram(source);
    const Counts joint = jointHistogram(fused, source);
    double sum = 0;
    for (std::size_t f = 0; f < kLevels; ++f)
        for (std::size_t s = 0; ofFused[f] > 0 && s < kLevels; ++s)
            if (const double count = joint[kLevels * f + s]; count > 0)
                sum += count / total *
                       std::log(count * total / (static_cast<double>(ofFused[f]) * static_cast<double>(ofSource[s])));
    return sum;
}

/// Bits, as the toolbox has it: it adds 1 to the levels in 8 bits, which makes 254 and 255 one bin of the joint
/// histogram.
double saturatingInformation(const cv::Mat& fused, const cv::Mat& source, const Counts& ofFused, double total)
{
    Counts joint = jointHistogram(fused, source);
    constexpr std::size_t kLast = kLevels - 1;
    const auto merge = [&](std::size_t to, std::size_t from) {
        joint[to] += joint[from];
        joint[from] = 0;
    };
    for (std::size_t s = 0; s < kLevels; ++s)
        merge(kLevels * (kLast - 1) + s, kLevels * kLast + s);
    for (std::size_t f = 0; f < kLevels; ++f)
        merge(kLevels * f + kLast - 1, kLevels * f + kLast);
    return entropyOf(ofFused, total) + entropyOf(histogram(source), total) - entropyOf(joint, total);
}

} // namespace

MetricValue entropy(const MetricImages& images)
{
    return entropyOf(histogram(images.fused()), static_cast<double>(images.fused().total()));
}

MetricValue mutualInformation(const MetricImages& images, MetricConvention convention)
{
    const auto information = convention == MetricConvention::Paper ? exactInformation : saturatingInformation;
    const Counts ofFused = histogram(images.fused());
    const auto total = static_cast<double>(images.fused().total());
    return information(images.fused(), images.infrared(), ofFused, total) +
           information(images.fused(), images.visible(), ofFused, total);
}

} // namespace duoscope
