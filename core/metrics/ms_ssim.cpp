// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/ms_ssim.h"

#include "core/metrics/source_moments.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

namespace duoscope {
namespace {

constexpr int kSmallestSide = 41; // of which 11 are left at the third scale
constexpr int kWindow = 11;
constexpr std::size_t kPatchSize = 11 * 11;
constexpr double kPixels = kPatchSize;
constexpr double kEpsilon = 0x1p-52;
constexpr double kLeastStrength = 0.001;
constexpr double kStabiliser = (0.03 * 255) * (0.03 * 255);
constexpr std::array<double, 3> kScaleWeights{0.0448, 0.2856, 0.3001};

enum : std::size_t { A, B, AA, BB, AB, F, FF, FA, FB };
constexpr std::array<Moment, 5> kSourceMoments{{{1}, {2}, {1, 1}, {2, 2}, {1, 2}}};
constexpr std::array<Moment, 9> kMoments{{{1}, {2}, {1, 1}, {2, 2}, {1, 2}, {0}, {0, 0}, {0, 1}, {0, 2}}};

/// How much of each source's deviation from its mean the wanted patch r holds: r = first (x_1-m_1) + second (x_2-m_2).
struct Wanted {
    double first = 0;
    double second = 0;
    double power = 0;     ///< p, with which the stronger source prevails
    bool cancels = false; ///< Nothing is left of the sources but the rounding of their difference.
};

/// @param varianceA, varianceB, covariance  of the sources' patches, times the number of pixels
Wanted wantedPatch(double varianceA, double varianceB, double covariance)
{
    const double normA = std::sqrt(std::max(varianceA, 0.0)), normB = std::sqrt(std::max(varianceB, 0.0));
    const double normOfSum = std::sqrt(std::max(varianceA + varianceB + 2 * covariance, 0.0));
    const double consistency =
        std::clamp((normOfSum + kEpsilon) / (normA + normB + kEpsilon), kEpsilon, 1 - kEpsilon); // R
    Wanted wanted;
    wanted.power = std::min(std::tan(std::numbers::pi / 2 * consistency), 10.0);
    const double strengthA = normA + kLeastStrength, strengthB = normB + kLeastStrength; // d_k
    const double weightA = std::pow(strengthA / kWindow, wanted.power) + kEpsilon;
    const double weightB = std::pow(strengthB / kWindow, wanted.power) + kEpsilon;
    wanted.first = weightA / (weightA + weightB) / strengthA;
    wanted.second = weightB / (weightA + weightB) / strengthB;
    const double apart = wanted.first * wanted.first * varianceA + wanted.second * wanted.second * varianceB;
    const double squaredNorm = apart + 2 * wanted.first * wanted.second * covariance;
    wanted.cancels = squaredNorm <= 1e-8 * apart && apart > 0;
    if (squaredNorm > 0) {
        const double stretch = std::max(strengthA, strengthB) / std::sqrt(squaredNorm);
        wanted.first *= stretch;
        wanted.second *= stretch;
    }
    return wanted;
}

/// q of the window at x, y, computed pixel by pixel. Where one source is the inverse of the other, the wanted patch is
/// made of rounding errors, which the definition then stretches; this takes the toolbox's steps in their order, and so
/// comes to the same.
double qualityByPixels(const ThreePlanes& planes, int x, int y, double power, const HalfKernel<kWindow>& taps)
{
    using Patch = std::array<double, kPatchSize>;
    const auto patchOf = [&](const Plane& plane) {
        Patch patch;
        for (int i = 0; i < kWindow; ++i)
            std::copy_n(plane[y + i] + x, kWindow, patch.begin() + std::ptrdiff_t{i} * kWindow);
        return patch;
    };
    const Patch fused = patchOf(planes[0]);
    const std::array<Patch, 2> sources{patchOf(planes[1]), patchOf(planes[2])};
    std::array<double, 2> means{}, strengths, weights;
    for (std::size_t k = 0; k < 2; ++k) {
        double meanSquare = 0;
        for (const double value : sources[k]) {
            means[k] += value * (1 / kPixels);
            meanSquare += value * value * (1 / kPixels);
        }
        strengths[k] = std::sqrt(kPixels * std::max(meanSquare - means[k] * means[k], 0.0)) + kLeastStrength;
        weights[k] = std::pow(strengths[k] / kWindow, power) + kEpsilon;
    }
    Patch wanted{};
    for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t i = 0; i < wanted.size(); ++i)
            wanted[i] += weights[k] / (weights[0] + weights[1]) * (sources[k][i] - means[k]) / strengths[k];
    const double norm = std::sqrt(std::inner_product(wanted.begin(), wanted.end(), wanted.begin(), 0.0));
    if (norm > 0)
        for (double& value : wanted)
            value = value / norm * std::max(strengths[0], strengths[1]);

    const auto tap = [&](std::size_t i) { return taps[std::min(i, kWindow - 1 - i)]; };
    const auto mean = [&](const Patch& patch) {
        double sum = 0;
        for (std::size_t i = 0; i < patch.size(); ++i)
            sum += tap(i / kWindow) * tap(i % kWindow) * patch[i];
        return sum;
    };
    const double meanWanted = mean(wanted), meanFused = mean(fused);
    Patch squaresWanted, squaresFused, products;
    for (std::size_t i = 0; i < fused.size(); ++i) {
        squaresWanted[i] = (wanted[i] - meanWanted) * (wanted[i] - meanWanted);
        squaresFused[i] = (fused[i] - meanFused) * (fused[i] - meanFused);
        products[i] = (wanted[i] - meanWanted) * (fused[i] - meanFused);
    }
    return (2 * mean(products) + kStabiliser) / (mean(squaresWanted) + mean(squaresFused) + kStabiliser);
}

/// Q_l, the mean over all windows.
double quality(const ThreePlanes& planes)
{
    // r is a weighted sum of the sources, so its moments follow from theirs and no patch needs to be formed.
    MomentFilter<kWindow, 3, kSourceMoments.size()> sums(planes, kSourceMoments, boxKernel<kWindow>());
    const HalfKernel<kWindow> taps = gaussianKernel<kWindow>(1.5);
    MomentFilter<kWindow, 3, kMoments.size()> means(planes, kMoments, taps);
    double total = 0;
    for (int y = 0; y < sums.rows(); ++y) {
        sums.advance();
        means.advance();
        for (int x = 0; x < sums.columns(); ++x) {
            const double sumA = sums[A][x], sumB = sums[B][x];
            const Wanted wanted = wantedPatch(sums[AA][x] - sumA * sumA / kPixels, sums[BB][x] - sumB * sumB / kPixels,
                                              sums[AB][x] - sumA * sumB / kPixels);
            if (wanted.cancels) {
                total += qualityByPixels(planes, x, y, wanted.power, taps);
                continue;
            }
            const double a = means[A][x], b = means[B][x], f = means[F][x];
            const double varianceOfWanted = wanted.first * wanted.first * (means[AA][x] - a * a) +
                                            wanted.second * wanted.second * (means[BB][x] - b * b) +
                                            2 * wanted.first * wanted.second * (means[AB][x] - a * b);
            const double covariance = wanted.first * (means[FA][x] - f * a) + wanted.second * (means[FB][x] - f * b);
            total += (2 * covariance + kStabiliser) / (varianceOfWanted + (means[FF][x] - f * f) + kStabiliser);
        }
    }
    return total / (static_cast<double>(sums.rows()) * sums.columns());
}

/// Means of 2 x 2 pixels; the last row and column of an odd side count twice.
Plane halve(const Plane& plane)
{
    Plane half((plane.rows + 1) / 2, (plane.cols + 1) / 2);
    for (int y = 0; y < half.rows; ++y) {
        const double* above = plane[2 * y];
        const double* below = plane[std::min(2 * y + 1, plane.rows - 1)];
        for (int x = 0; x < half.cols; ++x) {
            const int left = 2 * x, right = std::min(2 * x + 1, plane.cols - 1);
            half(y, x) = 0.25 * ((above[left] + above[right]) + (below[left] + below[right]));
        }
    }
    return half;
}

} // namespace

MetricValue multiScaleSimilarity(const MetricImages& images)
{
    if (std::min(images.size().width, images.size().height) < kSmallestSide)
        return MetricValue::undefined("the images are smaller than the 41 pixels a side that three scales need");
    ThreePlanes planes{Plane(images.fused()), Plane(images.infrared()), Plane(images.visible())};
    const double sumOfWeights = std::accumulate(kScaleWeights.begin(), kScaleWeights.end(), 0.0);
    double product = 1;
    for (std::size_t scale = 0; scale < kScaleWeights.size(); ++scale) {
        if (scale > 0)
            for (Plane& plane : planes)
                plane = halve(plane);
        const double q = quality(planes);
        if (q < 0)
            return MetricValue::undefined("the mean similarity of a scale is negative and has no real power");
        product *= std::pow(q, kScaleWeights[scale] / sumOfWeights);
    }
    return product;
}

} // namespace duoscope
