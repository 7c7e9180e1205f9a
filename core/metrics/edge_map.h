// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

namespace duoscope {

/// Thinned Sobel edges with an automatic threshold, as MATLAB's edge(image) documents them.
/// @param gray  CV_8UC1
/// @return CV_8UC1: 1 where there is an edge, else 0
cv::Mat edgeMap(const cv::Mat& gray);

} // namespace duoscope
