// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <functional>
#include <string>

namespace at {
class Tensor; // as torch::Tensor; its headers stay out of ours
}

namespace duoscope {

/// CV_32FC1 → [1, 1, H, W]; a copy.
at::Tensor toTensor(const cv::Mat& image, const std::string& device);

/// The first [H, W] plane of a tensor → CV_32FC1 or, from int64, CV_32SC1; a copy.
cv::Mat toMat(const at::Tensor& tensor);

/// Throws Error(Model) where a value is not finite.
/// @param what   what then failed: "Cannot fuse night"
/// @param which  the values: "class weights"
void requireFinite(const at::Tensor& values, const std::string& what, const std::string& which);

/// Runs work. What LibTorch, OpenCV and the allocator throw there becomes Error(Input); all else is passed on.
/// @param what  what then failed: "Cannot fuse night"
void runLibraries(const std::string& what, const std::function<void()>& work);

} // namespace duoscope
