// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/score_function.h"
#include "core/net/deeplab.h"

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace duoscope {

/// Which classes' scores are summed where.
struct ClassSums {
    torch::Tensor masks;               ///< a channel a class, 1 in its region, which share no pixel, [B, C, H, W]
    torch::Tensor gathered;            ///< ScoreFunction::gathered of the masks, [B, C, h, w]
    torch::Tensor factors;             ///< of each sum, [B, C]
    std::vector<std::int64_t> classes; ///< those that are wanted
};

/// How a class's sum, factor·Σ_p mask·y_c, changes with the picture along a direction, one value a sample, [B].
struct ClassSlope {
    torch::Tensor inRegion;   ///< where pixels of the class's region change
    torch::Tensor everywhere; ///< where all change
};

/// Receives the slope of a class.
using TakeClassSlope = std::function<void(std::int64_t classId, const ClassSlope& slope)>;

/// Computes the slopes of the wanted classes one after the other, from one forward pass. Throws Cancelled.
/// @param image, direction  [B, 1, H, W]
using ClassSlopes = std::function<void(const torch::Tensor& image, const torch::Tensor& direction,
                                       const ClassSums& sums, const TakeClassSlope& take, const std::stop_token& stop)>;

/// For any score function: one backward pass a class.
ClassSlopes classSlopesOf(ScoreFunction scores);

/// For a folded segmentation network: the same to rounding, but where pictures are large only around the class's
/// region: backwards through the decoder, forwards from the image to the low-level features. Between them, where they
/// are small, backwards for several classes at once.
ClassSlopes classSlopesOf(DeepLab network);

} // namespace duoscope
