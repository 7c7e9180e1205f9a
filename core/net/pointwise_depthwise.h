// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace duoscope {

/// A 1×1 convolution and then a 3×3 convolution of each channel by itself, with zeros beyond the border; neither has a
/// bias. [B, inputs, H, W] → [B, outputs, H, W].
class PointwiseDepthwiseImpl : public torch::nn::Module {
public:
    PointwiseDepthwiseImpl(int inputs, int outputs);
    torch::Tensor forward(const torch::Tensor& input);

private:
    torch::nn::Conv2d m_pointwise{nullptr};
    torch::nn::Conv2d m_depthwise{nullptr};
};
TORCH_MODULE(PointwiseDepthwise);

/// A 1×1 convolution without bias.
torch::nn::Conv2d pointwise(int inputs, int outputs);

} // namespace duoscope
