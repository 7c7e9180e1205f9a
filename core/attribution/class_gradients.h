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
    torch::Tensor masks;               ///< a channel a class, 1 in its region, [B, C, H, W]
    torch::Tensor factors;             ///< of each sum, [B, C]
    std::vector<std::int64_t> classes; ///< those that are wanted
};

/// Receives ∂(Σ_b factor·Σ_p mask·y_c)/∂image of a class, [B, 1, H, W].
using TakeClassGradient = std::function<void(std::int64_t classId, const torch::Tensor& gradient)>;

/// Computes the gradients of the wanted classes one after the other, from one forward pass. Throws Cancelled.
using ClassGradients = std::function<void(const torch::Tensor& image, const ClassSums& sums,
                                          const TakeClassGradient& take, const std::stop_token& stop)>;

/// For any score function: one backward pass a class.
ClassGradients classGradientsOf(ScoreFunction scores);

/// For a folded segmentation network: the same to rounding, but the way through the decoder, where most of the work is,
/// is computed around the class's region alone.
ClassGradients classGradientsOf(DeepLab network);

} // namespace duoscope
