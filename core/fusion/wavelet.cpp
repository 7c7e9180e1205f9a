// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/wavelet.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

/// Low and high band of each row: (n + 1) / 2 and n / 2 values of n.
std::pair<cv::Mat, cv::Mat> splitRows(const cv::Mat& image)
{
    const int lows = (image.cols + 1) / 2;
    const int highs = image.cols / 2;
    cv::Mat low(image.rows, lows, CV_32FC1);
    cv::Mat high(image.rows, highs, CV_32FC1);
    for (int y = 0; y < image.rows; ++y) {
        const float* x = image.ptr<float>(y);
        float* s = low.ptr<float>(y);
        float* d = high.ptr<float>(y);
        for (int i = 0; i < highs; ++i) // what the even neighbours don't predict
            d[i] = x[2 * i + 1] - 0.5F * (x[2 * i] + x[std::min(2 * i + 2, 2 * (lows - 1))]);
        for (int i = 0; i < lows; ++i)
            s[i] = highs == 0 ? x[0] : x[2 * i] + 0.25F * (d[std::max(i - 1, 0)] + d[std::min(i, highs - 1)]);
    }
    return {low, high};
}

cv::Mat joinRows(const cv::Mat& low, const cv::Mat& high)
{
    cv::Mat image(low.rows, low.cols + high.cols, CV_32FC1);
    for (int y = 0; y < image.rows; ++y) {
        const float* s = low.ptr<float>(y);
        const float* d = high.ptr<float>(y);
        float* x = image.ptr<float>(y);
        for (int i = 0; i < low.cols; ++i)
            x[2 * i] = high.cols == 0 ? s[0] : s[i] - 0.25F * (d[std::max(i - 1, 0)] + d[std::min(i, high.cols - 1)]);
        for (int i = 0; i < high.cols; ++i)
            x[2 * i + 1] = d[i] + 0.5F * (x[2 * i] + x[std::min(2 * i + 2, 2 * (low.cols - 1))]);
    }
    return image;
}

std::pair<cv::Mat, cv::Mat> splitColumns(const cv::Mat& image)
{
    const auto [low, high] = splitRows(image.t());
    return {low.t(), high.t()};
}

cv::Mat joinColumns(const cv::Mat& low, const cv::Mat& high) { return joinRows(low.t(), high.t()).t(); }

} // namespace

WaveletBands waveletTransform(const cv::Mat& image, int levels)
{
    WaveletBands bands;
    bands.coarse = image.clone(); // where there are no levels it would be the caller's
    while (levels-- > 0 && std::min(bands.coarse.rows, bands.coarse.cols) >= 2 * kShortestBand) {
        const auto [low, high] = splitRows(bands.coarse);
        const auto [coarse, down] = splitColumns(low);
        const auto [across, both] = splitColumns(high);
        bands.levels.push_back({across, down, both});
        bands.coarse = coarse;
    }
    return bands;
}

cv::Mat inverseWaveletTransform(const WaveletBands& bands)
{
    cv::Mat image = bands.coarse;
    for (auto level = bands.levels.rbegin(); level != bands.levels.rend(); ++level) {
        const auto& [across, down, both] = *level;
        image = joinRows(joinColumns(image, down), joinColumns(across, both));
    }
    return image;
}

} // namespace duoscope
