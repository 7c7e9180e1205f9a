// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <filesystem>

namespace duoscope {

/// Reads what writeNpy() wrote: float32 or int32, little-endian, rows by columns. Lengths are checked against the file
/// before anything is allocated.
/// @return CV_32FC1 or CV_32SC1
/// Throws Error(Input) for any other file.
cv::Mat readNpy(const std::filesystem::path& file);

} // namespace duoscope
