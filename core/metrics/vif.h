// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// VIF, visual information fidelity in the pixel domain over four scales, V(source, fused): 0 and up; 1 for an image
/// compared with itself, more where the fused image has more contrast. Paper: the mean of both sources. Toolbox: their
/// sum. Undefined where a source has one value everywhere, or a side is below 41 pixels.
/// Sheikh and Bovik, IEEE TIP 2006; Han et al., Information Fusion 2013.
MetricValue visualInformationFidelity(const MetricImages& images, MetricConvention convention);

} // namespace duoscope
