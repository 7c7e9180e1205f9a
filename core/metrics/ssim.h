// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// SSIM, structural similarity, the mean of SSIM(A,F) and SSIM(B,F). -1..1. Wang et al., IEEE TIP 2004.
/// Paper: windows of 7 x 7 that are fully inside, sample covariances, levels range over L = 255; undefined where a side
/// is below 7 pixels. Toolbox: Gaussian windows of 11 x 11 around every pixel of the image with replicated border, and
/// L = 1 on levels up to 255, as MATLAB has it for images in double precision.
MetricValue structuralSimilarity(const MetricImages& images, MetricConvention convention);

/// The paper's SSIM as scikit-image computes it where it is not told the range of floating-point images: with L = 2.
/// The published tables of some data sets are made with it (CDDFuse's evaluator).
MetricValue structuralSimilarityRange2(const MetricImages& images);

} // namespace duoscope
