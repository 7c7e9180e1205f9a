// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/moment_filter.h"

#include <array>
#include <cstddef>

namespace duoscope {

using ThreePlanes = std::array<Plane, 3>; ///< Of the fused, the infrared and the visible image.

/// The windowed moments that comparing the fused image with both sources takes: eight, as those of the fused image
/// alone serve both comparisons.
namespace source_moments {

enum : std::size_t { F, A, B, FF, AA, BB, FA, FB };
constexpr std::array<Moment, 8> kAll{{{0}, {1}, {2}, {0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}}};

template <int N>
using Filter = MomentFilter<N, 3, kAll.size()>;

} // namespace source_moments
} // namespace duoscope
