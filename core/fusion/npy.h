// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <filesystem>

namespace duoscope {

/// Writes a matrix as NumPy's .npy (format 1.0, little-endian, C order): CV_32FC1 as float32, CV_32SC1 as int32, each
/// of shape (rows, columns). The file appears under its name only when complete. Throws Error(Output).
void writeNpy(const std::filesystem::path& file, const cv::Mat& matrix);

} // namespace duoscope
