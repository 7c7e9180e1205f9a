// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/artefacts.h"

#include "core/metrics/sobel.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace duoscope {
namespace {

constexpr double kSobelSum = 8; // the Sobel kernels are divided by it

struct Edge {
    int squared = 0; ///< Strength, unnormalised.
    double angle = 0;
};

Edge edgeAt(int alongRows, int alongColumns)
{
    if (alongRows == 0 && alongColumns == 0)
        return {};
    return {alongRows * alongRows + alongColumns * alongColumns,
            std::atan(alongRows / static_cast<double>(alongColumns))}; // by 0: pi/2
}

/// Q of one pixel and source.
double preserved(const Edge& source, const Edge& fused)
{
    const double weaker = std::min(source.squared, fused.squared), stronger = std::max(source.squared, fused.squared);
    const double ratio = weaker > 0 ? std::sqrt(weaker / stronger) : 0.0;
    const double direction =
        std::abs(std::abs(source.angle - fused.angle) - std::numbers::pi / 2) * (2 / std::numbers::pi);
    return std::sqrt(0.9999 * 0.9995 / ((1 + std::exp(-19 * (ratio - 0.5))) * (1 + std::exp(-22 * (direction - 0.5)))));
}

double weightOf(const Edge& source)
{
    const double strength = std::sqrt(source.squared) / kSobelSum;
    return strength >= 2 ? strength * std::sqrt(strength) : 0.001;
}

/// N(fused; first, second).
MetricValue artefacts(const cv::Mat& fused, const cv::Mat& first, const cv::Mat& second)
{
    if (fused.rows < 2 || fused.cols < 2)
        return MetricValue::undefined("the images are one pixel wide or high, so their border can't be mirrored");
    const std::array<SobelGradient, 3> gradients{SobelGradient(fused, cv::BORDER_REFLECT_101),
                                                 SobelGradient(first, cv::BORDER_REFLECT_101),
                                                 SobelGradient(second, cv::BORDER_REFLECT_101)};
    double sum = 0, weights = 0;
    for (int y = 0; y < fused.rows; ++y) {
        const auto edge = [&](const SobelGradient& gradient, int x) {
            return edgeAt(gradient.alongRows(y)[x], gradient.alongColumns(y)[x]);
        };
        for (int x = 0; x < fused.cols; ++x) {
            const Edge ofFused = edge(gradients[0], x), ofFirst = edge(gradients[1], x),
                       ofSecond = edge(gradients[2], x);
            const double weightFirst = weightOf(ofFirst), weightSecond = weightOf(ofSecond);
            weights += weightFirst + weightSecond;
            if (ofFused.squared > ofFirst.squared && ofFused.squared > ofSecond.squared)
                sum +=
                    (1 - preserved(ofFirst, ofFused)) * weightFirst + (1 - preserved(ofSecond, ofFused)) * weightSecond;
        }
    }
    return sum / weights;
}

} // namespace

MetricValue fusionArtefacts(const MetricImages& images)
{
    return artefacts(images.fused(), images.infrared(), images.visible());
}

MetricValue fusionArtefactsAsCalled(const MetricImages& images)
{
    return artefacts(images.infrared(), images.visible(), images.fused());
}

} // namespace duoscope
