// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <array>
#include <vector>

namespace duoscope {

/// A discrete wavelet transform. Bands of a level have about half the size of the one before.
struct WaveletBands {
    cv::Mat coarse;                             ///< what is left after the last level
    std::vector<std::array<cv::Mat, 3>> levels; ///< details, finest first: across, down, both
};

/// The separable 5/3 wavelet of Le Gall and Tabatabai, "Sub-band coding of digital images using symmetric short kernel
/// filters and arithmetic coding techniques", 1988, by lifting, with pictures mirrored at their borders. A constant has
/// no details and keeps its value in the coarse band.
/// @param image   CV_32FC1 of any size
/// @param levels  that are made at most; fewer where a side would become shorter than kShortestBand
WaveletBands waveletTransform(const cv::Mat& image, int levels);
constexpr int kShortestBand = 8; ///< pixels

/// The picture of its bands: the inverse of waveletTransform() up to rounding.
cv::Mat inverseWaveletTransform(const WaveletBands& bands);

} // namespace duoscope
