// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/classical_methods.h"

#include "core/fusion/wavelet.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <vector>

namespace duoscope {
namespace {

constexpr int kCoarsestSide = 8;

cv::Mat clampToUnit(cv::Mat image)
{
    image = cv::min(cv::max(image, 0.0), 1.0);
    return image;
}

std::vector<cv::Mat> gaussianPyramid(const cv::Mat& image)
{
    std::vector<cv::Mat> levels{image};
    while (std::min(levels.back().rows, levels.back().cols) >= 2 * kCoarsestSide) {
        cv::Mat smaller;
        cv::pyrDown(levels.back(), smaller, {}, cv::BORDER_REFLECT_101);
        levels.push_back(smaller);
    }
    return levels;
}

cv::Mat expand(const cv::Mat& level, cv::Size size)
{
    cv::Mat larger;
    cv::pyrUp(level, larger, size);
    return larger;
}

/// The saliency of Li, Kang and Hu: the magnitude of the Laplacian, smoothed.
cv::Mat saliency(const cv::Mat& image)
{
    cv::Mat laplacian;
    cv::Laplacian(image, laplacian, CV_32F, 1, 1, 0, cv::BORDER_REFLECT_101);
    cv::Mat smooth;
    cv::GaussianBlur(cv::abs(laplacian), smooth, {11, 11}, 5, 5, cv::BORDER_REFLECT_101);
    return smooth;
}

cv::Mat boxMean(const cv::Mat& image, int radius)
{
    cv::Mat mean;
    cv::blur(image, mean, {2 * radius + 1, 2 * radius + 1}, {-1, -1}, cv::BORDER_REFLECT);
    return mean;
}

} // namespace

cv::Mat fuseAverage(const cv::Mat& infrared, const cv::Mat& visible) { return 0.5 * (infrared + visible); }

cv::Mat fuseMaximum(const cv::Mat& infrared, const cv::Mat& visible) { return cv::max(infrared, visible); }

cv::Mat fuseLaplacian(const cv::Mat& infrared, const cv::Mat& visible)
{
    const std::vector<cv::Mat> first = gaussianPyramid(infrared);
    const std::vector<cv::Mat> second = gaussianPyramid(visible);
    cv::Mat fused = 0.5 * (first.back() + second.back());
    for (std::size_t level = first.size() - 1; level-- > 0;) {
        const cv::Size size = first[level].size();
        const cv::Mat a = first[level] - expand(first[level + 1], size);
        const cv::Mat b = second[level] - expand(second[level + 1], size);
        cv::Mat detail = b.clone();
        a.copyTo(detail, cv::abs(a) > cv::abs(b));
        fused = expand(fused, size) + detail;
    }
    return clampToUnit(fused);
}

cv::Mat guidedFilter(const cv::Mat& guide, const cv::Mat& input, int radius, double epsilon)
{
    cv::Mat g; // double precision: the variance is a small difference of large means
    cv::Mat p;
    guide.convertTo(g, CV_64F);
    input.convertTo(p, CV_64F);
    const cv::Mat meanGuide = boxMean(g, radius);
    const cv::Mat meanInput = boxMean(p, radius);
    const cv::Mat covariance = boxMean(g.mul(p), radius) - meanGuide.mul(meanInput);
    const cv::Mat variance = boxMean(g.mul(g), radius) - meanGuide.mul(meanGuide);
    const cv::Mat slope = covariance / (variance + epsilon);
    const cv::Mat offset = meanInput - slope.mul(meanGuide);
    cv::Mat filtered;
    cv::Mat(boxMean(slope, radius).mul(g) + boxMean(offset, radius)).convertTo(filtered, CV_32F);
    return filtered;
}

cv::Mat fuseGuided(const cv::Mat& infrared, const cv::Mat& visible)
{
    // Radius and regularisation of the base and the detail weights, and of the base filter, from the paper.
    constexpr int kBaseFilterRadius = 15;
    constexpr int kBaseRadius = 45;
    constexpr double kBaseEpsilon = 0.3;
    constexpr int kDetailRadius = 7;
    constexpr double kDetailEpsilon = 1e-6;

    const cv::Mat baseInfrared = boxMean(infrared, kBaseFilterRadius);
    const cv::Mat baseVisible = boxMean(visible, kBaseFilterRadius);
    const cv::Mat salientInfrared = saliency(infrared);
    const cv::Mat salientVisible = saliency(visible);
    cv::Mat choiceInfrared; // 1 where this source is the more salient; where both are equal, both are chosen
    cv::Mat choiceVisible;
    cv::Mat(salientInfrared >= salientVisible).convertTo(choiceInfrared, CV_32F, 1.0 / 255);
    cv::Mat(salientVisible >= salientInfrared).convertTo(choiceVisible, CV_32F, 1.0 / 255);

    const auto blend = [&](const cv::Mat& a, const cv::Mat& b, int radius, double epsilon) {
        cv::Mat first = clampToUnit(guidedFilter(infrared, choiceInfrared, radius, epsilon));
        const cv::Mat second = clampToUnit(guidedFilter(visible, choiceVisible, radius, epsilon));
        const cv::Mat weight = (first + 1e-6) / (first + second + 2e-6); // ½ where neither is chosen
        return cv::Mat(b + weight.mul(a - b));
    };
    const cv::Mat base = blend(baseInfrared, baseVisible, kBaseRadius, kBaseEpsilon);
    const cv::Mat detail = blend(infrared - baseInfrared, visible - baseVisible, kDetailRadius, kDetailEpsilon);
    return clampToUnit(base + detail);
}

cv::Mat fuseWavelet(const cv::Mat& infrared, const cv::Mat& visible)
{
    constexpr int kLevels = 4;
    const auto activity = [](const cv::Mat& band) {
        cv::Mat largest;
        cv::dilate(cv::abs(band), largest, cv::Mat(), {-1, -1}, 1, cv::BORDER_REPLICATE);
        return largest;
    };
    WaveletBands fused = waveletTransform(infrared, kLevels);
    const WaveletBands other = waveletTransform(visible, kLevels);
    fused.coarse = 0.5 * (fused.coarse + other.coarse);
    for (std::size_t level = 0; level < fused.levels.size(); ++level)
        for (std::size_t band = 0; band < fused.levels[level].size(); ++band) {
            cv::Mat& a = fused.levels[level][band];
            const cv::Mat& b = other.levels[level][band];
            const cv::Mat first = activity(a);
            const cv::Mat second = activity(b);
            // Each pixel votes, +1 for the first or −1 for the second; 3×3 neighbours decide, and a draw is shared.
            cv::Mat vote(a.size(), CV_16SC1, cv::Scalar(0));
            vote.setTo(1, first > second);
            vote.setTo(-1, first < second);
            cv::Mat votes;
            cv::boxFilter(vote, votes, CV_16S, {3, 3}, {-1, -1}, false, cv::BORDER_REPLICATE);
            cv::Mat chosen = 0.5 * (a + b);
            a.copyTo(chosen, votes > 0);
            b.copyTo(chosen, votes < 0);
            a = chosen;
        }
    return clampToUnit(inverseWaveletTransform(fused));
}

cv::Mat fuseTwoScale(const cv::Mat& infrared, const cv::Mat& visible)
{
    constexpr int kMeanRadius = 17; // a window of 35
    constexpr int kMedianWindow = 3;
    const auto distance = [](const cv::Mat& image, const cv::Mat& mean) {
        cv::Mat median;
        cv::medianBlur(image, median, kMedianWindow);
        return cv::Mat(cv::abs(mean - median));
    };
    const cv::Mat baseInfrared = boxMean(infrared, kMeanRadius);
    const cv::Mat baseVisible = boxMean(visible, kMeanRadius);
    const cv::Mat first = distance(infrared, baseInfrared);
    const cv::Mat second = distance(visible, baseVisible);
    const cv::Mat weight = (first + 1e-6) / (first + second + 2e-6); // ½ where neither stands out
    const cv::Mat detailInfrared = infrared - baseInfrared;
    const cv::Mat detailVisible = visible - baseVisible;
    return clampToUnit(0.5 * (baseInfrared + baseVisible) + detailVisible + weight.mul(detailInfrared - detailVisible));
}

} // namespace duoscope
