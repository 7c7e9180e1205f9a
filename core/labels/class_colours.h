// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"

#include <opencv2/core/mat.hpp>

namespace duoscope {

/// A label map in the colours of its classes.
/// @param ids  CV_32SC1 or CV_8UC1; std::invalid_argument otherwise
/// @return CV_8UC3, BGR; black where the set has no such class
cv::Mat colourClasses(const cv::Mat& ids, const ClassSet& classes);

} // namespace duoscope
