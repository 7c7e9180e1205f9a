// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"
#include "core/fusion/tiling_plan.h"

#include <cstdint>
#include <functional>
#include <string>

namespace duoscope {

/// Fuses two CV_32FC1 images in [0,1] of one size into a third.
using FusionRule = std::function<cv::Mat(const cv::Mat& infrared, const cv::Mat& visible)>;

/// Why a rule is not run in tiles, and what that takes.
struct WholePicture {
    std::string reason;             ///< "its pyramid spans the whole picture"
    std::int64_t bytesPerPixel = 0; ///< at its peak, with the result in colour but without the pair
};

/// A method without stages: stage 0 is its result.
/// @param stretch  map the result's smallest and largest value to 0 and 1
/// A run's start throws Error(Input) where the picture does not fit the limits.
std::unique_ptr<FusionMethod> makeClassicalMethod(const std::string& name, FusionRule rule, WholePicture whole,
                                                  bool stretch, const TilingLimits& limits);

} // namespace duoscope
