// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/colour_map.h"

#include <QCoreApplication>

#include <opencv2/imgproc.hpp>

#include <cmath>

namespace duoscope {
namespace {

using Colours = std::array<QRgb, 256>;

Colours ofOpenCv(int map)
{
    cv::Mat ramp(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i)
        ramp.at<uchar>(i) = static_cast<uchar>(i);
    cv::Mat colours;
    cv::applyColorMap(ramp, colours, map);
    Colours result{};
    for (int i = 0; i < 256; ++i) {
        const auto& bgr = colours.at<cv::Vec3b>(i);
        result[static_cast<std::size_t>(i)] = qRgb(bgr[2], bgr[1], bgr[0]);
    }
    return result;
}

/// Straight lines between colours at equal distances.
Colours between(const std::vector<QRgb>& stops)
{
    Colours result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double place = static_cast<double>(i) / 255 * static_cast<double>(stops.size() - 1);
        const std::size_t left = std::min(static_cast<std::size_t>(place), stops.size() - 2);
        const double share = place - static_cast<double>(left);
        const auto mix = [&](int (*channel)(QRgb)) {
            return static_cast<int>(std::lround(channel(stops[left]) * (1 - share) + channel(stops[left + 1]) * share));
        };
        result[i] = qRgb(mix(qRed), mix(qGreen), mix(qBlue));
    }
    return result;
}

} // namespace

const Colours& colourMap(ColourMapName name)
{
    static const Colours gray = between({0xff000000, 0xffffffff});
    static const Colours blackHot = between({0xffffffff, 0xff000000});
    static const Colours iron =
        between({0xff00000a, 0xff2a0a6e, 0xff7a0f8c, 0xffb8247a, 0xffe0502f, 0xfff58b0a, 0xffffc62e, 0xfffffae6});
    static const Colours viridis = ofOpenCv(cv::COLORMAP_VIRIDIS);
    static const Colours magma = ofOpenCv(cv::COLORMAP_MAGMA);
    static const Colours signedMap =
        between({0xff1f4e9c, 0xff5b93d3, 0xffb7d3ee, 0xffffffff, 0xfff6c3b1, 0xffde735c, 0xffa81e2e});
    switch (name) {
    case ColourMapName::Gray:
        return gray;
    case ColourMapName::BlackHot:
        return blackHot;
    case ColourMapName::Iron:
        return iron;
    case ColourMapName::Viridis:
        return viridis;
    case ColourMapName::Magma:
        return magma;
    case ColourMapName::BlueWhiteRed:
        break;
    }
    return signedMap;
}

const std::vector<ColourMapName>& colourMapNames()
{
    static const std::vector<ColourMapName> names{ColourMapName::Gray,  ColourMapName::BlackHot,
                                                  ColourMapName::Iron,  ColourMapName::Viridis,
                                                  ColourMapName::Magma, ColourMapName::BlueWhiteRed};
    return names;
}

QString colourMapTitle(ColourMapName name)
{
    const auto written = [](const char* text) { return QCoreApplication::translate("ColourMap", text); };
    switch (name) {
    case ColourMapName::Gray:
        return written(QT_TRANSLATE_NOOP("ColourMap", "Gray, white hot"));
    case ColourMapName::BlackHot:
        return written(QT_TRANSLATE_NOOP("ColourMap", "Gray, black hot"));
    case ColourMapName::Iron:
        return written(QT_TRANSLATE_NOOP("ColourMap", "Iron"));
    case ColourMapName::Viridis:
        return written(QT_TRANSLATE_NOOP("ColourMap", "Viridis"));
    case ColourMapName::Magma:
        return written(QT_TRANSLATE_NOOP("ColourMap", "Magma"));
    case ColourMapName::BlueWhiteRed:
        return written(QT_TRANSLATE_NOOP("ColourMap", "Blue, white, red"));
    }
    return {};
}

} // namespace duoscope
