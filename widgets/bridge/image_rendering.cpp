// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/image_rendering.h"

#include "widgets/bridge/colour_map.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

int toByte(float value) { return std::clamp(static_cast<int>(value * 255.0F + 0.5F), 0, 255); }

cv::Mat view(QImage& image)
{
    return cv::Mat(image.height(), image.width(), CV_8UC4, image.bits(),
                   static_cast<std::size_t>(image.bytesPerLine()));
}

} // namespace

QImage renderPicture(const LayerPicture& picture, const DisplayRange& range, ColourMapName map)
{
    const cv::Size size = picture.size();
    QImage image(size.width, size.height, QImage::Format_RGB32);
    const auto& colours = colourMap(map);
    const float scale = static_cast<float>(256 / (range.high - range.low));
    const float low = static_cast<float>(range.low);
    for (int y = 0; y < size.height; ++y) {
        auto* to = reinterpret_cast<QRgb*>(image.scanLine(y));
        if (picture.form == PictureForm::Colour) {
            const auto* from = picture.colour.ptr<cv::Vec3f>(y);
            for (int x = 0; x < size.width; ++x)
                to[x] = qRgb(toByte(from[x][2]), toByte(from[x][1]), toByte(from[x][0]));
            continue;
        }
        const float* from = picture.values.ptr<float>(y);
        for (int x = 0; x < size.width; ++x) {
            const float place = (from[x] - low) * scale;
            if (std::isfinite(from[x]))
                to[x] = colours[static_cast<std::size_t>(std::clamp(place, 0.0F, 255.0F))];
            else
                to[x] = kNotANumberColour;
        }
    }
    return image;
}

QImage renderLabels(const cv::Mat& labels, const ClassSet& classes, const cv::Mat& background, const LabelStyle& style)
{
    QImage image(labels.cols, labels.rows, QImage::Format_RGB32);
    const double opacity = background.empty() ? 1.0 : style.opacity;
    const auto colourOf = [&classes](int id) {
        if (id < 0 || id >= classes.size())
            return std::array<std::uint8_t, 3>{0x7a, 0x7f, 0x87};
        return classes.at(id).colour;
    };
    for (int y = 0; y < labels.rows; ++y) {
        auto* to = reinterpret_cast<QRgb*>(image.scanLine(y));
        const int* label = labels.ptr<int>(y);
        const int* above = labels.ptr<int>(std::max(0, y - 1));
        const float* gray = background.empty() ? nullptr : background.ptr<float>(y);
        for (int x = 0; x < labels.cols; ++x) {
            const auto colour = colourOf(label[x]);
            const bool border = style.outline && (label[x] != above[x] || label[x] != label[std::max(0, x - 1)]);
            const double share = border ? 1.0 : opacity;
            const double base = gray ? toByte(gray[x]) : 0;
            const auto mix = [&](int channel) {
                return static_cast<int>(colour[static_cast<std::size_t>(channel)] * share + base * (1 - share) + 0.5);
            };
            to[x] = qRgb(mix(0), mix(1), mix(2));
        }
    }
    return image;
}

void dimOutside(QImage& image, const cv::Mat& regions, int classId)
{
    if (regions.cols != image.width() || regions.rows != image.height())
        return;
    for (int y = 0; y < regions.rows; ++y) {
        auto* pixel = reinterpret_cast<QRgb*>(image.scanLine(y));
        const int* region = regions.ptr<int>(y);
        for (int x = 0; x < regions.cols; ++x)
            if (region[x] != classId)
                pixel[x] = qRgb(qRed(pixel[x]) * 3 / 10, qGreen(pixel[x]) * 3 / 10, qBlue(pixel[x]) * 3 / 10);
    }
}

void markIsotherm(QImage& image, const cv::Mat& values, std::pair<double, double> limits)
{
    if (values.cols != image.width() || values.rows != image.height())
        return;
    for (int y = 0; y < values.rows; ++y) {
        auto* pixel = reinterpret_cast<QRgb*>(image.scanLine(y));
        const float* value = values.ptr<float>(y);
        for (int x = 0; x < values.cols; ++x)
            if (value[x] >= limits.first && value[x] <= limits.second)
                pixel[x] = kIsothermColour;
    }
}

QImage halved(const QImage& image)
{
    QImage half(std::max(1, image.width() / 2), std::max(1, image.height() / 2), QImage::Format_RGB32);
    QImage whole = image;
    cv::Mat to = view(half);
    cv::resize(view(whole), to, to.size(), 0, 0, cv::INTER_AREA);
    return half;
}

} // namespace duoscope
