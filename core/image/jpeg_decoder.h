// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/byte_view.h"

#include <opencv2/core/mat.hpp>

#include <string>

namespace duoscope {

/// Decodes JPEG data with libjpeg-turbo's default settings, as OpenCV does: the pixels are the same.
/// OpenCV is not asked because it drops libjpeg's warnings, and a picture whose middle is lost would pass as sound.
/// @param pixels  CV_8UC1, or CV_8UC3 for BGR, of the image's size; filled
/// @return what is wrong with the data in libjpeg's words; empty if nothing is
std::string decodeJpeg(ByteView bytes, cv::Mat& pixels);

} // namespace duoscope
