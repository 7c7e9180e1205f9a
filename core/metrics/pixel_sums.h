// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"

#include <cstdint>

namespace duoscope {

/// Sums over all pixels of a quantity, of its square and of its product with another one. Levels are integers, so these
/// are exact, for images of up to 2^46 pixels.
struct PixelSums {
    std::int64_t count = 0;
    std::int64_t fused = 0, infrared = 0, visible = 0;                      ///< sum of F, A, B
    std::int64_t fusedSquared = 0, infraredSquared = 0, visibleSquared = 0; ///< sum of F², A², B²
    std::int64_t fusedInfrared = 0, fusedVisible = 0, infraredVisible = 0;  ///< sum of F A, F B, A B
};

PixelSums sumPixels(const MetricImages& images);

/// Sum, and sum of squares, of one integer quantity.
struct Sums {
    std::int64_t sum = 0;
    std::int64_t squares = 0;
};

/// Variance of the population, with next to no cancellation; exactly 0 if and only if the quantity has one value.
double variance(const Sums& x, std::int64_t count);

/// @param products  sum of x y
double covariance(const Sums& x, const Sums& y, std::int64_t products, std::int64_t count);

} // namespace duoscope
