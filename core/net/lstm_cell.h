// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace duoscope {

/// The pointwise half of equation 15 for pixels beside each other, in one pass over memory instead of LibTorch's dozen:
///   c ← σ(forget)·c + σ(input)·tanh(candidate), h = σ(output)·tanh(c).
/// c and h are within 1e-6 of double precision where |c| is up to 3.
/// @param gates       [pixels, 4·width] before their functions: forget, input, output, candidate
/// @param cellBefore  c before, [pixels, width]; null where there is none, which is c = 0
/// @param hidden      becomes h, [pixels, width]
/// @param cell        becomes c, [pixels, width]
/// @param tanhOfCell  false where h = σ(output)·c
void lstmCell(const float* gates, const float* cellBefore, float* hidden, float* cell, std::int64_t pixels,
              std::int64_t width, bool tanhOfCell);

} // namespace duoscope
