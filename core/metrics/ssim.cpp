// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/ssim.h"

#include "core/metrics/source_moments.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace duoscope {
namespace {

using namespace source_moments;

struct Definition {
    double pixels; ///< Sum of the filter's taps.
    double unbias; ///< From population to sample covariances.
    double range;  ///< L
};

/// The sum over a row of windows, from the windowed sums of X, Y, X², Y² and X Y.
double similarity(const double* x, const double* y, const double* xx, const double* yy, const double* xy, int columns,
                  const Definition& definition)
{
    const double c1 = 0.01 * definition.range * 0.01 * definition.range;
    const double c2 = 0.03 * definition.range * 0.03 * definition.range;
    // Sums over boxes, and their products, are exact before they are scaled; so flat windows have no variance at all.
    const double pixels = definition.pixels;
    const double scale = 1 / (pixels * pixels);
    const double covarianceScale = definition.unbias * scale;
    double sum = 0;
    for (int i = 0; i < columns; ++i) {
        const double means = x[i] * y[i], squares = x[i] * x[i] + y[i] * y[i];
        const double covariance = covarianceScale * (pixels * xy[i] - means);
        const double variances = covarianceScale * (pixels * (xx[i] + yy[i]) - squares);
        sum += ((2 * scale * means + c1) * (2 * covariance + c2)) / ((scale * squares + c1) * (variances + c2));
    }
    return sum;
}

template <int N>
double meanSimilarity(const ThreePlanes& planes, const HalfKernel<N>& kernel, const Definition& definition)
{
    Filter<N> sums(planes, kAll, kernel);
    double total = 0;
    for (int y = 0; y < sums.rows(); ++y) {
        sums.advance();
        total += similarity(sums[A], sums[F], sums[AA], sums[FF], sums[FA], sums.columns(), definition) +
                 similarity(sums[B], sums[F], sums[BB], sums[FF], sums[FB], sums.columns(), definition);
    }
    return total / (2.0 * sums.rows() * sums.columns());
}

MetricValue boxSimilarity(const MetricImages& images, double range)
{
    constexpr int kWindow = 7;
    constexpr double kPixels = kWindow * kWindow;
    if (std::min(images.size().width, images.size().height) < kWindow)
        return MetricValue::undefined("the images are smaller than the window of 7 x 7 pixels");
    return meanSimilarity<kWindow>({Plane(images.fused()), Plane(images.infrared()), Plane(images.visible())},
                                   boxKernel<kWindow>(), {kPixels, kPixels / (kPixels - 1), range});
}

MetricValue gaussianSimilarity(const MetricImages& images)
{
    constexpr int kWindow = 11;
    constexpr double kSigma = 1.5;
    const auto padded = [](const cv::Mat& image) {
        cv::Mat larger;
        cv::copyMakeBorder(image, larger, kWindow / 2, kWindow / 2, kWindow / 2, kWindow / 2,
                           cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
        return Plane(larger);
    };
    return meanSimilarity<kWindow>({padded(images.fused()), padded(images.infrared()), padded(images.visible())},
                                   gaussianKernel<kWindow>(kSigma), {1, 1, 1});
}

} // namespace

MetricValue structuralSimilarity(const MetricImages& images, MetricConvention convention)
{
    return convention == MetricConvention::Paper ? boxSimilarity(images, 255) : gaussianSimilarity(images);
}

MetricValue structuralSimilarityRange2(const MetricImages& images) { return boxSimilarity(images, 2); }

} // namespace duoscope
