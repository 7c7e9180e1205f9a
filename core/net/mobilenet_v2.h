// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <stop_token>
#include <string>
#include <vector>

namespace duoscope {

/// Inverted residual (Sandler et al., MobileNetV2, CVPR 2018): 1×1 expansion, 3×3 depthwise, 1×1 projection.
class InvertedResidualImpl : public torch::nn::Module {
public:
    /// @param expansion  factor of the hidden width; 1 leaves the expansion out
    /// @param skip       adds the input to the output
    InvertedResidualImpl(int inputs, int outputs, int expansion, int stride, int dilation, bool skip);
    torch::Tensor forward(const torch::Tensor& input);
    /// See DeepLabImpl::foldNormalisation.
    void foldNormalisation();

    /// The convolutions from first to last; all but the last are followed by ReLU6.
    std::vector<torch::nn::Conv2d> convolutions() const;
    bool hasSkip() const { return m_skip; }

private:
    /// A convolution and, where it is not folded into that, its normalisation.
    struct Layer {
        torch::nn::Conv2d convolution{nullptr};
        torch::nn::BatchNorm2d norm{nullptr};

        torch::Tensor operator()(const torch::Tensor& input);
    };
    void fold(Layer& layer, const std::string& name);

    bool m_skip;
    Layer m_expand; ///< empty without expansion
    Layer m_depthwise;
    Layer m_project;
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
    /// The first part of forward(), to the low-level features, and the second, from them on.
    torch::Tensor low(const torch::Tensor& image, const std::stop_token& stop);
    torch::Tensor high(const torch::Tensor& low, const std::stop_token& stop);
    /// See DeepLabImpl::foldNormalisation.
    void foldNormalisation();

    /// What low() is made of: a convolution with ReLU6 after it, and blocks.
    torch::nn::Conv2d stem() const { return m_stem; }
    std::vector<InvertedResidual> lowBlocks() const;
    /// What high() is made of.
    std::vector<InvertedResidual> highBlocks() const;

private:
    torch::Tensor throughBlocks(torch::Tensor x, std::size_t begin, std::size_t end, const std::stop_token& stop);

    torch::nn::Conv2d m_stem{nullptr};
    torch::nn::BatchNorm2d m_stemNorm{nullptr};
    std::vector<InvertedResidual> m_blocks;
};
TORCH_MODULE(MobileNetV2);

} // namespace duoscope
