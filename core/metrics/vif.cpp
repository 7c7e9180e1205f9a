// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/vif.h"

#include "core/metrics/source_moments.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace duoscope {
namespace {

constexpr int kSmallestSide = 41; // 1 pixel is left for the 3 x 3 window of the last scale
constexpr double kTiny = 1e-10;
constexpr double kNoise = 2; // variance of the noise of seeing

using namespace source_moments;

/// Sum of the logarithms of values in 1..2^13: so many can be multiplied before a logarithm is taken of the product
/// that it costs next to nothing.
double sumOfLogarithms(const std::vector<double>& values)
{
    constexpr std::size_t kChains = 4; // products that do not wait for each other
    constexpr std::size_t kRun = 16;   // 2^(13 * 16 * 4) is still a double
    double sum = 0;
    std::size_t i = 0;
    while (i + kChains <= values.size()) {
        std::array<double, kChains> products{1, 1, 1, 1};
        for (std::size_t k = 0; k < kRun && i + kChains <= values.size(); ++k, i += kChains)
            for (std::size_t chain = 0; chain < kChains; ++chain)
                products[chain] *= values[i + chain];
        sum += std::log((products[0] * products[1]) * (products[2] * products[3]));
    }
    for (; i < values.size(); ++i)
        sum += std::log(values[i]);
    return sum;
}

/// Information in the source, and that of it which the fused image still holds.
struct Information {
    double kept = 0;
    double all = 0;
};

/// One row of windows.
class SourceComparison {
public:
    explicit SourceComparison(int columns)
        : m_kept(static_cast<std::size_t>(columns)), m_all(static_cast<std::size_t>(columns))
    {
    }

    /// @param source, fused, ...  windowed means of R, D, R², D² and R D
    void add(const double* source, const double* fused, const double* sourceSquared, const double* fusedSquared,
             const double* products, Information& to)
    {
        double* __restrict kept = m_kept.data();
        double* __restrict all = m_all.data();
        const auto columns = m_kept.size();
        for (std::size_t x = 0; x < columns; ++x) {
            const double varianceR = std::max(sourceSquared[x] - source[x] * source[x], 0.0);
            const double varianceD = std::max(fusedSquared[x] - fused[x] * fused[x], 0.0);
            const double covariance = products[x] - source[x] * fused[x];
            double gain = covariance / (varianceR + kTiny);
            double rest = varianceD - gain * covariance;
            const bool flatR = varianceR < kTiny, flatD = varianceD < kTiny;
            rest = flatR ? varianceD : rest;
            rest = flatD ? 0.0 : rest;
            gain = flatR || flatD ? 0.0 : gain;
            const double signal = flatR ? 0.0 : varianceR;
            rest = gain < 0 ? varianceD : rest;
            gain = gain < 0 ? 0.0 : gain;
            rest = std::max(rest, kTiny);
            kept[x] = 1 + gain * gain * signal / (rest + kNoise);
            all[x] = 1 + signal / kNoise;
        }
        to.kept += sumOfLogarithms(m_kept);
        to.all += sumOfLogarithms(m_all);
    }

private:
    std::vector<double> m_kept;
    std::vector<double> m_all;
};

template <int N>
void addScale(const ThreePlanes& planes, const HalfKernel<N>& kernel, Information& infrared, Information& visible)
{
    Filter<N> means(planes, kAll, kernel);
    SourceComparison comparison(means.columns());
    for (int y = 0; y < means.rows(); ++y) {
        means.advance();
        comparison.add(means[A], means[F], means[AA], means[FF], means[FA], infrared);
        comparison.add(means[B], means[F], means[BB], means[FF], means[FB], visible);
    }
}

/// Filters (windows that are fully inside) and keeps every second row and column from the first.
template <int N>
Plane halve(const Plane& plane, const HalfKernel<N>& kernel)
{
    Plane half((plane.rows - N) / 2 + 1, (plane.cols - N) / 2 + 1);
    std::vector<double> narrow(static_cast<std::size_t>(plane.cols));
    for (int y = 0; y < half.rows; ++y) {
        std::array<const double*, N> rows;
        for (int k = 0; k < N; ++k)
            rows[static_cast<std::size_t>(k)] = plane[2 * y + k];
        weighRows<N>(rows, kernel, narrow.data(), plane.cols);
        for (int x = 0; x < half.cols; ++x) {
            const double* from = narrow.data() + std::ptrdiff_t{2} * x;
            double sum = kernel[N / 2] * from[N / 2];
            for (int k = 0; k < N / 2; ++k)
                sum += kernel[static_cast<std::size_t>(k)] * (from[k] + from[N - 1 - k]);
            half(y, x) = sum;
        }
    }
    return half;
}

template <int N>
void addNextScale(ThreePlanes& planes, Information& infrared, Information& visible)
{
    const HalfKernel<N> kernel = gaussianKernel<N>(N / 5.0);
    for (Plane& plane : planes)
        plane = halve<N>(plane, kernel);
    addScale<N>(planes, kernel, infrared, visible);
}

MetricValue fidelity(const Information& information, const cv::Mat& source, const char* name)
{
    double lowest = 0, highest = 0;
    cv::minMaxLoc(source, &lowest, &highest); // windowed moments of flat images round, and might seem to hold something
    if (lowest == highest || information.all <= 0)
        return MetricValue::undefined(std::string("the ") + name + " image has one value everywhere");
    return information.kept / information.all;
}

} // namespace

// At 640 x 480 the windows take 99 million multiply-adds, for both sources: 8 moments in two passes of n over n = 17,
// 9, 5 and 3. Direct windows of n x n, and five moments for each source apart, would take 1003 million
// (tests/benchmark/bench_metrics counts and times both). The logarithms of two ratios a window would cost as much
// again, but for sumOfLogarithms().
MetricValue visualInformationFidelity(const MetricImages& images, MetricConvention convention)
{
    if (std::min(images.size().width, images.size().height) < kSmallestSide)
        return MetricValue::undefined("the images are smaller than the 41 pixels a side that four scales need");
    ThreePlanes planes{Plane(images.fused()), Plane(images.infrared()), Plane(images.visible())};
    Information infrared, visible;
    addScale<17>(planes, gaussianKernel<17>(17 / 5.0), infrared, visible);
    addNextScale<9>(planes, infrared, visible);
    addNextScale<5>(planes, infrared, visible);
    addNextScale<3>(planes, infrared, visible);
    return combine(fidelity(infrared, images.infrared(), "infrared"), fidelity(visible, images.visible(), "visible"),
                   convention == MetricConvention::Paper ? 0.5 : 1.0);
}

} // namespace duoscope
