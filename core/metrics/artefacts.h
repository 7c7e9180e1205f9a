// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// Nabf, the share of edges that are in neither source, in Kumar's modified form: 0 (none) to 1.
/// Undefined for images one pixel wide or high, which have no border to mirror. Kumar, SIViP 2013.
MetricValue fusionArtefacts(const MetricImages& images);

/// What the toolbox prints as Nabf: its driver hands the images over in another order, so that the infrared image is
/// measured against the visible and the fused one. Only for comparison with published tables.
MetricValue fusionArtefactsAsCalled(const MetricImages& images);

} // namespace duoscope
