// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"
#include "core/report/report.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace duoscope {

/// How numbers become colours, as in the window.
enum class MapColours {
    Viridis,      ///< weights
    BlueWhiteRed, ///< signed values, white at zero
};

/// PNG bytes. @param pixels  CV_8UC1 or CV_8UC3 (BGR). Throws Error(Output) where the encoder gives up.
std::vector<unsigned char> encodePng(const cv::Mat& pixels);

/// Puts a picture into a figure, shrunk by area averages to so many pixels on its longer side; 0 leaves it.
/// @param pixels  CV_8UC1 or CV_8UC3 (BGR)
void setPicture(ReportFigure& figure, const cv::Mat& pixels, int side);

/// A heat map and its scale. NaN is magenta.
/// @param values  CV_32FC1
/// @return CV_8UC3
cv::Mat heatMap(const cv::Mat& values, MapColours colours, FigureScale& scale);

/// A scale for signed values that is symmetric about zero and leaves out the 0.5 % largest magnitudes, as the window
/// has it; says what share is clipped.
/// @param values  CV_32FC1
FigureScale symmetricScale(const cv::Mat& values);

/// Class colours over a gray image.
/// @param gray  CV_8UC1
/// @param ids   CV_32SC1 of the same size
/// @return CV_8UC3
cv::Mat classOverlay(const cv::Mat& gray, const cv::Mat& ids, const ClassSet& classes);

} // namespace duoscope
