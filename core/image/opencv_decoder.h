// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/byte_view.h"

#include <opencv2/core/mat.hpp>

namespace duoscope {

/// cv::imdecode with the values as stored and without OpenCV's messages on standard error. Returns an empty matrix, and
/// throws nothing but std::bad_alloc, where OpenCV cannot decode the bytes. Any thread.
cv::Mat decodeWithOpenCv(ByteView bytes);

} // namespace duoscope
