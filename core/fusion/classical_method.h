// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"

#include <functional>

namespace duoscope {

/// Fuses two CV_32FC1 images in [0,1] of one size into a third.
using FusionRule = std::function<cv::Mat(const cv::Mat& infrared, const cv::Mat& visible)>;

/// A method without stages: stage 0 is its result.
/// @param stretch  map the result's smallest and largest value to 0 and 1
std::unique_ptr<FusionMethod> makeClassicalMethod(const std::string& name, FusionRule rule, bool stretch);

} // namespace duoscope
