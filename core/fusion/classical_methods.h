// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

namespace duoscope {

// Fusion rules that need no model. All take and give CV_32FC1 in [0,1] of one size; the result is cut to [0,1].

/// The mean of both sources.
cv::Mat fuseAverage(const cv::Mat& infrared, const cv::Mat& visible);

/// The brighter source, pixel by pixel.
cv::Mat fuseMaximum(const cv::Mat& infrared, const cv::Mat& visible);

/// Laplacian pyramid: the stronger detail of each band, the mean of the coarsest. Burt and Adelson, "The Laplacian
/// Pyramid as a Compact Image Code", 1983; choice of the larger coefficient after Burt and Kolczynski, 1993.
cv::Mat fuseLaplacian(const cv::Mat& infrared, const cv::Mat& visible);

/// Two scales, weighted by saliency whose maps a guided filter aligns with the sources' edges. Li, Kang and Hu, "Image
/// Fusion with Guided Filtering", 2013, with its parameters.
cv::Mat fuseGuided(const cv::Mat& infrared, const cv::Mat& visible);

/// Wavelet bands: where a detail and its neighbours are stronger, the mean of the coarsest. Li, Manjunath and Mitra,
/// "Multisensor Image Fusion Using the Wavelet Transform", 1995: the largest magnitude of a window decides, and a
/// majority of neighbours corrects it; four levels of the 5/3 wavelet (wavelet.h).
cv::Mat fuseWavelet(const cv::Mat& infrared, const cv::Mat& visible);

/// A mean filter's base and what it leaves, weighted by how far the mean filter is from a median filter. Bavirisetti
/// and Dhuli, "Two-scale image fusion of visible and infrared images using saliency detection", 2016, with its windows.
cv::Mat fuseTwoScale(const cv::Mat& infrared, const cv::Mat& visible);

/// Guided filter of He, Sun and Tang, 2013: input smoothed along the edges of guide.
/// @param radius   of the box, in pixels
/// @param epsilon  regularisation, in squared units of the guide
cv::Mat guidedFilter(const cv::Mat& guide, const cv::Mat& input, int radius, double epsilon);

} // namespace duoscope
