// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/channel_attention.h"

#include <torch/torch.h>

namespace duoscope {

/// Brings the features of two sources together (Bai et al., "ReFusion", IJCV 2024): each source is attended to by the
/// queries of the other, between channels; then a gate computed from both lets parts of each pass.
/// Two times [B, C, H, W] → [B, 2C, H, W]. No biases.
class CrossFusionImpl : public torch::nn::Module {
public:
    /// @param channels  C of one source, a multiple of heads
    CrossFusionImpl(int channels, int heads);
    torch::Tensor forward(const torch::Tensor& first, const torch::Tensor& second);

private:
    /// What there is once for each source.
    struct Side {
        torch::Tensor temperature; ///< τ, [heads, 1, 1]
        PointwiseDepthwise qkv{nullptr};
        torch::nn::Conv2d project{nullptr};
        PointwiseDepthwise expand{nullptr};
        torch::nn::Conv2d merge{nullptr};

        /// Attention and projection in one, [B, C, C].
        torch::Tensor matrices(const ChannelProducts& products) const;
    };
    Side makeSide(const std::string& name, int channels, int heads);

    Side m_first;
    Side m_second;
    PointwiseDepthwise m_gate{nullptr};
};
TORCH_MODULE(CrossFusion);

} // namespace duoscope
