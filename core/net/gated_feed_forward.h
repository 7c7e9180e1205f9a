// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/pointwise_depthwise.h"

#include <torch/torch.h>

namespace duoscope {

/// Feed-forward layer of a transformer in which one half of the widened channels, through GELU, is the gate of the
/// other (Zamir et al., CVPR 2022). No biases. [B, C, H, W] → the same.
class GatedFeedForwardImpl : public torch::nn::Module {
public:
    /// @param channels   C
    /// @param expansion  each half has this times as many
    explicit GatedFeedForwardImpl(int channels, int expansion = 2);
    torch::Tensor forward(const torch::Tensor& input);

private:
    PointwiseDepthwise m_expand{nullptr};
    torch::nn::Conv2d m_project{nullptr};
};
TORCH_MODULE(GatedFeedForward);

} // namespace duoscope
