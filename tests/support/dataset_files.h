// SPDX-License-Identifier: GPL-3.0-or-later
// Small data sets on disk, for the tests of what reads them. Needs opencv_imgcodecs.
#pragma once

#include "tests/support/files.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <QDir>
#include <QFileInfo>

#include <stdexcept>
#include <vector>

namespace duoscope::test {

/// Writes a file and the folders above it.
inline void placeFile(const QString& path, const QByteArray& bytes = "")
{
    if (!QDir().mkpath(QFileInfo(path).path()) || !writeFile(path, bytes))
        throw std::runtime_error("cannot write " + path.toStdString());
}

/// The same for an image, in the format of the name's ending.
inline void placeImage(const QString& path, const cv::Mat& image)
{
    std::vector<uchar> bytes;
    cv::imencode("." + QFileInfo(path).suffix().toStdString(), image, bytes);
    placeFile(path, QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())));
}

/// CV_8UC1 whose values differ from pixel to pixel and from seed to seed.
inline cv::Mat pattern(int width, int height, int seed)
{
    cv::Mat image(height, width, CV_8UC1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.at<uchar>(y, x) = static_cast<uchar>((x * 7 + y * 13 + seed * 29) % 251);
    return image;
}

inline bool areEqual(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && (a.empty() || cv::norm(a, b, cv::NORM_INF) == 0);
}

} // namespace duoscope::test
