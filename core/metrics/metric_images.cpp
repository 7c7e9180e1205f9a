// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_images.h"

#include "core/base/error.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace duoscope {
namespace {

std::uint8_t toLevel(double value) // a value that is no number becomes 0
{
    return static_cast<std::uint8_t>(value > 0 ? std::min(value, 255.0) : 0.0);
}

/// 0.299 R + 0.587 G + 0.114 B. One pixel in a thousand lies half way between two levels, and what it becomes depends
/// on every rounding. The reference numbers come from OpenCV in single precision on a machine with fused
/// multiply-adds: the last two products are not rounded before they are added. Double precision holds such a sum of
/// 8-bit levels exactly, so this is the same on machines without them.
float paperGray(float red, float green, float blue)
{
    const float ofBlue = 0.114F * blue;
    const auto ofTwo = static_cast<float>(static_cast<double>(0.587F) * green + ofBlue);
    return static_cast<float>(static_cast<double>(0.299F) * red + ofTwo);
}

/// @param scale  from stored values to 0..255
template <typename Stored>
cv::Mat toGray(const cv::Mat& image, float scale, MetricConvention convention)
{
    cv::Mat gray(image.size(), CV_8UC1);
    const int channels = image.channels();
    for (int y = 0; y < image.rows; ++y) {
        const auto* pixel = image.ptr<Stored>(y);
        auto* to = gray.ptr<std::uint8_t>(y);
        for (int x = 0; x < image.cols; ++x, pixel += channels) {
            if (channels == 1) {
                to[x] = toLevel(std::nearbyint(static_cast<double>(pixel[0]) * scale));
            } else if (convention == MetricConvention::Paper) {
                to[x] = toLevel(std::nearbyint(paperGray(pixel[2] * scale, pixel[1] * scale, pixel[0] * scale)));
            } else {
                const double sum = 0.298936 * pixel[2] + 0.587043 * pixel[1] + 0.114021 * pixel[0];
                to[x] = toLevel(std::floor(sum * scale + 0.5));
            }
        }
    }
    return gray;
}

std::string sizeOf(const cv::Mat& image) { return std::to_string(image.cols) + " x " + std::to_string(image.rows); }

} // namespace

std::string toString(MetricConvention convention)
{
    return convention == MetricConvention::Paper ? "paper" : "toolbox";
}

MetricConvention parseMetricConvention(std::string_view text)
{
    if (text == "paper")
        return MetricConvention::Paper;
    if (text == "toolbox")
        return MetricConvention::Toolbox;
    throw Error(ErrorKind::Usage, "Unknown convention of metrics \"" + std::string(text) + "\"",
                "there are \"paper\" and \"toolbox\"", "Choose one of the two");
}

MetricImages::MetricImages(cv::Mat fused, cv::Mat infrared, cv::Mat visible)
    : m_fused(std::move(fused)), m_infrared(std::move(infrared)), m_visible(std::move(visible))
{
    for (const cv::Mat* image : {&m_fused, &m_infrared, &m_visible})
        if (image->empty() || image->type() != CV_8UC1)
            throw std::invalid_argument("fusion metrics take 8-bit images of one channel");
    if (m_infrared.size() != m_fused.size() || m_visible.size() != m_fused.size())
        throw Error(ErrorKind::Input, "Cannot compare the fused image with its sources",
                    "the fused image has " + sizeOf(m_fused) + " pixels, the infrared image " + sizeOf(m_infrared) +
                        " and the visible image " + sizeOf(m_visible),
                    "Give three images of one size that show the same scene");
}

cv::Mat metricGray(const cv::Mat& decoded, MetricConvention convention)
{
    const int channels = decoded.channels();
    if (decoded.empty() || (channels != 1 && channels != 3 && channels != 4))
        throw std::invalid_argument("metricGray takes images of 1, 3 or 4 channels");
    switch (decoded.depth()) {
    case CV_8U:
        return channels == 1 ? decoded : toGray<std::uint8_t>(decoded, 1.0F, convention);
    case CV_16U:
        return toGray<std::uint16_t>(decoded, 1.0F / 257, convention);
    case CV_32F:
        return toGray<float>(decoded, 255.0F, convention);
    default:
        throw std::invalid_argument("metricGray takes 8 and 16 bits and single precision");
    }
}

MetricImages prepareMetricImages(const cv::Mat& fused, const cv::Mat& infrared, const cv::Mat& visible,
                                 MetricConvention convention)
{
    return {metricGray(fused, convention), metricGray(infrared, convention), metricGray(visible, convention)};
}

cv::Mat metricInfrared(const cv::Mat& decoded, MetricConvention convention)
{
    if (decoded.channels() == 4) { // the fourth is thermal; it is transparency where it is constant
        cv::Mat fourth;
        cv::extractChannel(decoded, fourth, 3);
        double low = 0;
        double high = 0;
        cv::minMaxIdx(fourth, &low, &high);
        if (low != high)
            return metricGray(fourth, convention);
    }
    return metricGray(decoded, convention);
}

} // namespace duoscope
