// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image_pair.h"

#include <opencv2/core/mat.hpp>

#include <string>
#include <string_view>

namespace duoscope {

/// What a picture is compared with when its score is attributed: the start of the line that gradients are integrated
/// along. What baseline and picture have in common gets nothing.
enum class Baseline {
    Zero,     ///< black: all that there is to see counts, what is black can't
    Mean,     ///< the picture's mean everywhere: contrast counts, brightness does not
    Blur,     ///< the picture blurred by blurSigma(): details count, the distribution of light does not
    Infrared, ///< the infrared source: what the picture has beyond it
    Visible,  ///< the visible source, likewise
};

/// "zero", "mean", "blur", "infrared" or "visible".
std::string toString(Baseline baseline);
/// Inverse of toString; throws Error(Usage).
Baseline parseBaseline(std::string_view text);
/// Whether it is one of the two sources, which not every picture has.
bool isSource(Baseline baseline);

/// Standard deviation of the blurred baseline, in pixels: 1/20 of the shorter side, enough to take away people and cars
/// of an usual street scene and to leave sky and ground.
double blurSigma(cv::Size size);

/// @param image  CV_32FC1 in [0,1]
/// @param pair   the picture's sources; needed for these alone
/// @return CV_32FC1 of the image's size
/// Throws std::invalid_argument where a source is wanted and there is no pair, or one of another size.
cv::Mat baselineImage(Baseline baseline, const cv::Mat& image, const ImagePair* pair = nullptr);

} // namespace duoscope
