// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// Qabf, how much of the sources' edge strength and direction is left, weighted with their edge strength. 0..0.976:
/// even an image compared with itself has 0.975. The border is padded with black, so that bright borders are edges.
/// Undefined where both sources are black. Xydeas and Petrović, Electronics Letters 2000.
MetricValue edgePreservation(const MetricImages& images);

} // namespace duoscope
