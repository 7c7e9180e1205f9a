// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace duoscope {
namespace {

float unit(float value) { return std::clamp(value, 0.0F, 1.0F); }

template <typename Value>
bool channelsAreEqual(const cv::Mat& stored)
{
    const int channels = stored.channels();
    for (int y = 0; y < stored.rows; ++y) {
        const auto* pixel = stored.ptr<Value>(y);
        for (int x = 0; x < stored.cols; ++x, pixel += channels)
            if (pixel[0] != pixel[1] || pixel[1] != pixel[2])
                return false;
    }
    return true;
}

} // namespace

ColourPlanes splitColour(const cv::Mat& bgr)
{
    CV_Assert(bgr.type() == CV_32FC3);
    ColourPlanes planes{cv::Mat(bgr.size(), CV_32FC1), cv::Mat(bgr.size(), CV_32FC2)};
    for (int y = 0; y < bgr.rows; ++y) {
        const auto* from = bgr.ptr<cv::Vec3f>(y);
        auto* luminance = planes.luminance.ptr<float>(y);
        auto* chroma = planes.chroma.ptr<cv::Vec2f>(y);
        for (int x = 0; x < bgr.cols; ++x) {
            const float blue = from[x][0], green = from[x][1], red = from[x][2];
            // In double, the sum of equal values rounds back to the value, and white does not exceed 1.
            const auto value = static_cast<float>(0.299 * red + 0.587 * green + 0.114 * blue);
            luminance[x] = value;
            chroma[x] = {0.713F * (red - value), 0.564F * (blue - value)};
        }
    }
    return planes;
}

cv::Mat mergeChroma(const cv::Mat& first, const cv::Mat& second)
{
    if (first.empty() || second.empty())
        return first.empty() ? second.clone() : first.clone();
    CV_Assert(first.type() == CV_32FC2 && second.type() == CV_32FC2 && first.size() == second.size());
    // The published code adds 1e-4 to chroma in 0..255.
    constexpr float kTiny = 1e-4F / 255;
    cv::Mat merged(first.size(), CV_32FC2);
    for (int y = 0; y < first.rows; ++y) {
        const auto* a = first.ptr<float>(y);
        const auto* b = second.ptr<float>(y);
        auto* to = merged.ptr<float>(y);
        for (int i = 0; i < 2 * first.cols; ++i) {
            const float weightA = std::abs(a[i]), weightB = std::abs(b[i]);
            to[i] = (a[i] * weightA + b[i] * weightB) / (weightA + weightB + kTiny);
        }
    }
    return merged;
}

cv::Mat toColour(const cv::Mat& luminance, const cv::Mat& chroma)
{
    CV_Assert(luminance.type() == CV_32FC1);
    CV_Assert(chroma.empty() || (chroma.type() == CV_32FC2 && chroma.size() == luminance.size()));
    cv::Mat bgr(luminance.size(), CV_32FC3);
    for (int y = 0; y < bgr.rows; ++y) {
        const auto* from = luminance.ptr<float>(y);
        const auto* colours = chroma.empty() ? nullptr : chroma.ptr<cv::Vec2f>(y);
        auto* to = bgr.ptr<cv::Vec3f>(y);
        for (int x = 0; x < bgr.cols; ++x) {
            const float value = from[x];
            const float cr = colours ? colours[x][0] : 0, cb = colours ? colours[x][1] : 0;
            to[x] = {unit(value + 1.773F * cb), unit(value - 0.714F * cr - 0.344F * cb), unit(value + 1.403F * cr)};
        }
    }
    return bgr;
}

cv::Mat toBytes(const cv::Mat& image)
{
    CV_Assert(image.depth() == CV_32F);
    cv::Mat bytes;
    image.convertTo(bytes, CV_8U, 255);
    return bytes;
}

bool isGray(const cv::Mat& stored)
{
    if (stored.channels() < 3)
        return true;
    switch (stored.depth()) {
    case CV_8U:
        return channelsAreEqual<std::uint8_t>(stored);
    case CV_16U:
        return channelsAreEqual<std::uint16_t>(stored);
    default:
        CV_Assert(stored.depth() == CV_32F);
        return channelsAreEqual<float>(stored);
    }
}

} // namespace duoscope
