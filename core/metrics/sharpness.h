// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// SD, the population's standard deviation of the fused image. Gray levels, 0..127.5.
/// Rao, Meas. Sci. Technol. 1997.
MetricValue standardDeviation(const MetricImages& images);

/// SF, spatial frequency: the root of the mean squared difference of neighbours in rows plus that in columns. Gray
/// levels, 0..361. Undefined for images one pixel wide or high. Eskicioglu and Fisher, IEEE Trans. Commun. 1995.
MetricValue spatialFrequency(const MetricImages& images);

/// AG, the mean of sqrt((gx² + gy²) / 2), with central differences inside and one-sided ones at the border. Gray
/// levels. Paper: the mean of all pixels, 0..255. Toolbox: the sum by (H-1)(W-1), at most 4 times that.
/// Undefined for images one pixel wide or high. Cui et al., Optics Communications 2015.
MetricValue averageGradient(const MetricImages& images, MetricConvention convention);

} // namespace duoscope
