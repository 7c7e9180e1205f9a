// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/display_range.h"
#include "widgets/bridge/layer.h"

#include <QImage>

namespace duoscope {

// The one place where pictures for the screen are made.

/// How classes lie over a picture.
struct LabelStyle {
    double opacity = 0.62; ///< of the fill, in [0, 1]
    bool outline = true;   ///< borders between classes in full colour
};

/// A scalar or colour layer, as RGB32. Values at and beyond the range's ends take its end colours; colours of a Colour
/// layer are shown as they are.
QImage renderPicture(const LayerPicture& picture, const DisplayRange& range, ColourMapName map);

/// Classes in their colours over a gray picture.
/// @param labels      CV_32SC1
/// @param background  CV_32FC1 in [0,1] of the same size; may be empty
QImage renderLabels(const cv::Mat& labels, const ClassSet& classes, const cv::Mat& background, const LabelStyle& style);

/// Dims what lies outside a class.
/// @param regions  CV_32SC1 of the image's size
void dimOutside(QImage& image, const cv::Mat& regions, int classId);

/// Marks the pixels whose value lies between two limits.
/// @param values  CV_32FC1 of the image's size
void markIsotherm(QImage& image, const cv::Mat& values, std::pair<double, double> limits);

/// Half the size, each pixel the mean of four; for pictures shown below 100 %.
QImage halved(const QImage& image);

} // namespace duoscope
