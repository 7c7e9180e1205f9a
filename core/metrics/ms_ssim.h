// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// MS-SSIM as the toolbox has it: the structural similarity of multi-exposure fusion over three scales, which measures
/// the fused image against the patch that both sources together call for. 0..1.
/// Undefined where a scale's mean is negative (a fused image that inverts its sources), or a side is below 41 pixels.
/// Ma, Zeng and Wang, IEEE TIP 2015.
MetricValue multiScaleSimilarity(const MetricImages& images);

} // namespace duoscope
