// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// FMI, feature mutual information: the mean over windows of 3 x 3 pixels of how much of a window's distribution of
/// gray levels is shared by the sources and the fused image. 0 (nothing) to 1. Undefined where a side is below 3.
/// Haghighat, Aghagolzadeh and Seyedarabi, Computers & Electrical Engineering 2011.
MetricValue featureMutualInformation(const MetricImages& images);

/// The same of binary edge maps (MATLAB's default Sobel edges). The toolbox prints it under the name FMI_pixel.
MetricValue edgeFeatureMutualInformation(const MetricImages& images);

} // namespace duoscope
