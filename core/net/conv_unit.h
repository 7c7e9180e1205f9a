// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/padding.h"
#include "core/net/strips.h"

#include <torch/torch.h>

#include <functional>
#include <stop_token>
#include <vector>

namespace duoscope {

/// Options of a 3×3 convolution that keeps the picture's size, padded with zeros.
torch::nn::Conv2dOptions sameConv3x3(int inputs, int outputs);

/// A 3×3 convolution over pixels that have all their neighbours: two rows and columns fewer come out.
/// Whoever calls it pads first, with padBorder.
torch::nn::Conv2dOptions innerConv3x3(int inputs, int outputs);

/// The pixels of several pictures under each other as channels, for a layer whose output is wanted in a strip: with
/// one pixel around it, which beyond the picture's border is padding.
/// @param type  that the layer computes in
torch::Tensor gatherAround(const std::vector<torch::Tensor>& pictures, const Strip& strip, Padding padding,
                           torch::ScalarType type);

/// The "Conv" of equation 4: 3×3 convolution, PReLU with one slope, 3×3 convolution, both with bias.
class ConvUnitImpl : public torch::nn::Module {
public:
    /// What becomes of the unit's output in a strip; as large as that.
    using Finish = std::function<torch::Tensor(const torch::Tensor& output, const Strip& strip)>;

    ConvUnitImpl(int inputs, int middle, int outputs, Padding padding);

    /// @param pictures  [B, any, H, W] each; their channels, `inputs` in all, in this order
    /// @param finish    where not null, applied to each strip of the output
    /// @return [B, outputs, H, W], of the last kernel's type, or what finish makes of it. With reflection H and W must
    ///         be at least 2.
    /// Throws Cancelled between strips.
    torch::Tensor forward(const std::vector<torch::Tensor>& pictures, const std::stop_token& stop,
                          const Finish& finish = nullptr);

    /// Rounds the kernels to bfloat16 or float16, and what is between the layers; see UnfoldingNetwork. A layer that
    /// reads or writes a picture of one channel stays as it is: it is little work, and most of the error would be its.
    void computeInHalfPrecision(torch::ScalarType type);

private:
    torch::Tensor outputIn(const Strip& strip, const std::vector<torch::Tensor>& pictures);

    Padding m_padding;
    torch::nn::Conv2d m_first{nullptr};
    torch::nn::PReLU m_activation{nullptr};
    torch::nn::Conv2d m_second{nullptr};
};
TORCH_MODULE(ConvUnit);

} // namespace duoscope
