// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/pictures.h"

#include "core/base/error.h"
#include "core/labels/class_colours.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

constexpr int kBarWidth = 256;
constexpr int kBarHeight = 8;
constexpr double kClippedShare = 0.005;
constexpr double kOverlay = 0.45; ///< share of the class colour
const cv::Vec3b kNotANumber(255, 0, 255);

/// A row of 256 colours (BGR), lowest first.
cv::Mat coloursOf(MapColours name)
{
    if (name == MapColours::Viridis) {
        cv::Mat ramp(1, 256, CV_8UC1), colours;
        for (int i = 0; i < 256; ++i)
            ramp.at<uchar>(i) = static_cast<uchar>(i);
        cv::applyColorMap(ramp, colours, cv::COLORMAP_VIRIDIS);
        return colours;
    }
    constexpr std::array<std::array<int, 3>, 7> kStops{{{31, 78, 156},
                                                        {91, 147, 211},
                                                        {183, 211, 238},
                                                        {255, 255, 255},
                                                        {246, 195, 177},
                                                        {222, 115, 92},
                                                        {168, 30, 46}}};
    cv::Mat colours(1, 256, CV_8UC3);
    for (int i = 0; i < 256; ++i) {
        const double place = i / 255.0 * (kStops.size() - 1);
        const auto left = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
        const double share = place - static_cast<double>(left);
        for (std::size_t channel = 0; channel < 3; ++channel)
            colours.at<cv::Vec3b>(i)[2 - static_cast<int>(channel)] =
                cv::saturate_cast<uchar>(kStops[left][channel] * (1 - share) + kStops[left + 1][channel] * share);
    }
    return colours;
}

} // namespace

std::vector<unsigned char> encodePng(const cv::Mat& pixels)
try {
    std::vector<unsigned char> bytes;
    if (cv::imencode(".png", pixels, bytes, {cv::IMWRITE_PNG_COMPRESSION, 9}))
        return bytes;
    throw Error(ErrorKind::Output, "Cannot put a picture into the report", "the PNG encoder gave up",
                "Leave the pictures out (--pairs 0)");
} catch (const cv::Exception& problem) {
    throw Error(ErrorKind::Output, "Cannot put a picture into the report",
                "the PNG encoder failed (" + problem.err + ")", "Leave the pictures out (--pairs 0)");
}

void setPicture(ReportFigure& figure, const cv::Mat& pixels, int side)
{
    figure.fullWidth = pixels.cols;
    figure.fullHeight = pixels.rows;
    cv::Mat shown = pixels;
    const int longer = std::max(pixels.cols, pixels.rows);
    if (side > 0 && longer > side) {
        const double factor = static_cast<double>(side) / longer;
        const cv::Size size(std::max(1, static_cast<int>(std::lround(pixels.cols * factor))),
                            std::max(1, static_cast<int>(std::lround(pixels.rows * factor))));
        cv::resize(pixels, shown, size, 0, 0, cv::INTER_AREA);
    }
    figure.width = shown.cols;
    figure.height = shown.rows;
    figure.png = encodePng(shown);
}

cv::Mat heatMap(const cv::Mat& values, MapColours name, FigureScale& scale)
{
    const cv::Mat colours = coloursOf(name);
    cv::Mat picture(values.size(), CV_8UC3);
    const double step = scale.high > scale.low ? 255 / (scale.high - scale.low) : 0;
    for (int y = 0; y < values.rows; ++y)
        for (int x = 0; x < values.cols; ++x) {
            const double value = values.at<float>(y, x);
            const double place = std::clamp((value - scale.low) * step, 0.0, 255.0);
            picture.at<cv::Vec3b>(y, x) =
                std::isnan(value) ? kNotANumber : colours.at<cv::Vec3b>(static_cast<int>(std::lround(place)));
        }
    cv::Mat bar;
    cv::resize(colours, bar, {kBarWidth, kBarHeight}, 0, 0, cv::INTER_NEAREST);
    scale.bar = encodePng(bar);
    return picture;
}

FigureScale symmetricScale(const cv::Mat& values)
{
    std::vector<float> magnitudes;
    magnitudes.reserve(values.total());
    for (int y = 0; y < values.rows; ++y)
        for (int x = 0; x < values.cols; ++x)
            if (const float value = values.at<float>(y, x); std::isfinite(value))
                magnitudes.push_back(std::abs(value));
    FigureScale scale;
    if (magnitudes.empty())
        return scale;
    const auto last = static_cast<std::ptrdiff_t>(magnitudes.size()) - 1;
    const auto at = magnitudes.begin() + std::lround(static_cast<double>(last) * (1 - kClippedShare));
    std::nth_element(magnitudes.begin(), at, magnitudes.end());
    scale.high = *at > 0 ? *at : 1;
    scale.low = -scale.high;
    scale.clipped = static_cast<double>(
                        std::count_if(magnitudes.begin(), magnitudes.end(), [&](float m) { return m > scale.high; })) /
                    static_cast<double>(magnitudes.size());
    return scale;
}

cv::Mat classOverlay(const cv::Mat& gray, const cv::Mat& ids, const ClassSet& classes)
{
    cv::Mat image, overlay;
    cv::cvtColor(gray, image, cv::COLOR_GRAY2BGR);
    cv::addWeighted(image, 1 - kOverlay, colourClasses(ids, classes), kOverlay, 0, overlay);
    return overlay;
}

} // namespace duoscope
