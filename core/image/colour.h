// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

namespace duoscope {

/// Float YCrCb, full-range BT.601, of RGB in [0, 1]:
///   Y = 0.299 R + 0.587 G + 0.114 B,  Cr = 0.713 (R - Y),  Cb = 0.564 (B - Y).
/// Chroma is 0 where there is no colour; OpenCV adds 0.5 to it (128 for bytes).
struct ColourPlanes {
    cv::Mat luminance; ///< CV_32FC1 in [0, 1].
    cv::Mat chroma;    ///< CV_32FC2 (Cr, Cb), about [-0.5, 0.5].
};

/// @param bgr  CV_32FC3 in [0, 1]. A pixel of three equal values keeps that value as luminance, exactly.
ColourPlanes splitColour(const cv::Mat& bgr);

/// The chroma of a fused image: for each pixel and channel (C1 |C1| + C2 |C2|) / (|C1| + |C2| + 1e-4 / 255), so that
/// the stronger colour prevails. An image without colour, given as an empty matrix, has no say; empty if both are.
cv::Mat mergeChroma(const cv::Mat& first, const cv::Mat& second);

/// CV_32FC3 BGR cut to [0, 1]: R = Y + 1.403 Cr, G = Y - 0.714 Cr - 0.344 Cb, B = Y + 1.773 Cb.
/// @param luminance  CV_32FC1
/// @param chroma     CV_32FC2 of the same size, or empty for three channels of gray
cv::Mat toColour(const cv::Mat& luminance, const cv::Mat& chroma);

/// CV_8U with the channels of the image: 255 times the value, rounded to the nearest and cut to 0..255.
/// @param image  CV_32F in [0, 1]
cv::Mat toBytes(const cv::Mat& image);

/// Whether there is no colour in the stored pixels: one channel, or the first three exactly equal everywhere.
/// @param stored  CV_8U, CV_16U or CV_32F with 1, 3 or 4 channels
bool isGray(const cv::Mat& stored);

} // namespace duoscope
