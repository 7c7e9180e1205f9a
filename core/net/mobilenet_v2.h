// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <stop_token>
#include <vector>

namespace duoscope {

/// Inverted residual (Sandler et al., MobileNetV2, CVPR 2018): 1×1 expansion, 3×3 depthwise, 1×1 projection.
class InvertedResidualImpl : public torch::nn::Module {
public:
    /// @param expansion  factor of the hidden width; 1 leaves the expansion out
    /// @param skip       adds the input to the output
    InvertedResidualImpl(int inputs, int outputs, int expansion, int stride, int dilation, bool skip);
    torch::Tensor forward(const torch::Tensor& input);

private:
    bool m_skip;
    torch::nn::Conv2d m_expand{nullptr};
    torch::nn::BatchNorm2d m_expandNorm{nullptr};
    torch::nn::Conv2d m_depthwise{nullptr};
    torch::nn::BatchNorm2d m_depthwiseNorm{nullptr};
    torch::nn::Conv2d m_project{nullptr};
    torch::nn::BatchNorm2d m_projectNorm{nullptr};
};
TORCH_MODULE(InvertedResidual);

/// What the decoder needs of the encoder.
struct BackboneFeatures {
    torch::Tensor low;  ///< [B, 24, ⌈H/4⌉, ⌈W/4⌉]
    torch::Tensor high; ///< [B, 320, ⌈H/16⌉, ⌈W/16⌉]
};

/// MobileNetV2, width 1.0, for one-channel pictures, without its classifier head; output stride 16 (the last
/// stride is removed, the blocks behind it are dilated by 2).
class MobileNetV2Impl : public torch::nn::Module {
public:
    static constexpr int kBlocks = 17;
    static constexpr int kLowWidth = 24;
    static constexpr int kHighWidth = 320;

    MobileNetV2Impl();
    /// @param image  [B, 1, H, W]. Throws Cancelled between its blocks.
    BackboneFeatures forward(const torch::Tensor& image, const std::stop_token& stop);

private:
    torch::nn::Conv2d m_stem{nullptr};
    torch::nn::BatchNorm2d m_stemNorm{nullptr};
    std::vector<InvertedResidual> m_blocks;
};
TORCH_MODULE(MobileNetV2);

} // namespace duoscope
