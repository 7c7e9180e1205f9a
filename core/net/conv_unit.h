// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>

namespace duoscope {

/// What stands beyond the border of a picture.
enum class Padding { Reflect, Replicate, Zeros };

std::string toString(Padding padding);
/// Throws Error(Model).
Padding parsePadding(const std::string& text);

/// Options of a 3×3 convolution that keeps the picture's size.
torch::nn::Conv2dOptions sameConv3x3(int inputs, int outputs, Padding padding);

/// The "Conv" of equation 4: 3×3 convolution, PReLU with one slope, 3×3 convolution, both with bias.
/// [B, inputs, H, W] → [B, outputs, H, W]; with reflection padding H and W must be at least 2.
class ConvUnitImpl : public torch::nn::Module {
public:
    ConvUnitImpl(int inputs, int middle, int outputs, Padding padding);
    torch::Tensor forward(const torch::Tensor& input);

private:
    torch::nn::Conv2d m_first{nullptr};
    torch::nn::PReLU m_activation{nullptr};
    torch::nn::Conv2d m_second{nullptr};
};
TORCH_MODULE(ConvUnit);

} // namespace duoscope
