// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace duoscope {

/// The two parts of equation 17 that judge the fused picture; 0-dimensional tensors.
struct FusionLoss {
    torch::Tensor intensity; ///< L_int = mean(w1 (f − ir)² + w2 (f − vi)²)
    torch::Tensor gradient;  ///< L_grad = mean | |∇f| − max(|∇ir|, |∇vi|) |
};

/// All [B, 1, H, W]; w2 = 1 − w1.
/// @param squaredWeights  w1² and w2² in L_int, as the released code has it
FusionLoss fusionLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible,
                      const torch::Tensor& infraredWeight, bool squaredWeights);

/// |∇| of equation 17: |Sx| + |Sy| with 3×3 Sobel operators and zeros beyond the border. [B, 1, H, W].
torch::Tensor sobelMagnitude(const torch::Tensor& image);

} // namespace duoscope
