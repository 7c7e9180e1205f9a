// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"

#include <map>
#include <string>

namespace duoscope {

/// What a fused image becomes for the eye.
struct FusedResult {
    cv::Mat gray;   ///< CV_32FC1 in [0,1]
    cv::Mat colour; ///< CV_32FC3 BGR in [0,1]; empty where no source has colour
};

/// @param fused    CV_32FC1 in [0,1]
/// @param stretch  map the smallest and largest value to 0 and 1, as the released code does; a constant image stays
FusedResult resultOf(const ImagePair& pair, const cv::Mat& fused, bool stretch);

/// Duoscope and the libraries that every method uses, by name.
std::map<std::string, std::string> libraryVersions();

} // namespace duoscope
