// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <functional>
#include <stop_token>

namespace duoscope {

/// Class scores y of a picture: [B, 1, H, W] → [B, C, H, W], differentiable in the picture. Samples of a batch must
/// not influence each other. Usually a segmentation network in evaluation mode.
using ScoreFunction = std::function<torch::Tensor(const torch::Tensor& image)>;

/// A weighted sum of scores and how it changes with the picture.
struct ScoreGradient {
    torch::Tensor score;    ///< Σ weights·y, one value a sample, [B]
    torch::Tensor gradient; ///< ∂score/∂image, [B, 1, H, W]
};

/// Value and gradient of Σ_{c,p} weights·y(image) for each sample.
/// @param weights  [B, C, H, W]
/// Throws Cancelled before and after its passes.
ScoreGradient scoreGradient(const ScoreFunction& scores, const torch::Tensor& weights, const torch::Tensor& image,
                            const std::stop_token& stop);

} // namespace duoscope
