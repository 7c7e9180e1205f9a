// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// EN, the entropy of the fused image's gray levels: - sum p_k log2 p_k. Bits, 0..8.
/// Roberts, van Aardt and Ahmed, J. Appl. Remote Sens. 2008.
MetricValue entropy(const MetricImages& images);

/// MI = I(F;A) + I(F;B), from joint histograms of 256 x 256 levels.
/// Paper: nats, 0..16 ln 2. Toolbox: bits, 0..16; its joint histogram, not its single ones, takes level 255 for 254.
/// Qu, Zhang and Yan, Electronics Letters 2002.
MetricValue mutualInformation(const MetricImages& images, MetricConvention convention);

} // namespace duoscope
