// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/channel_attention.h"
#include "core/net/channel_norm.h"
#include "core/net/gated_feed_forward.h"

namespace duoscope {

/// Transformer block of Zamir et al., "Restormer", CVPR 2022: x + attention(norm(x)), and then of that
/// x + feed-forward(norm(x)). [B, C, H, W] → the same.
class TransformerBlockImpl : public torch::nn::Module {
public:
    /// @param channels  C, a multiple of heads
    TransformerBlockImpl(int channels, int heads);
    torch::Tensor forward(const torch::Tensor& input);

private:
    ChannelNorm m_attentionNorm{nullptr};
    ChannelAttention m_attention{nullptr};
    ChannelNorm m_feedForwardNorm{nullptr};
    GatedFeedForward m_feedForward{nullptr};
};
TORCH_MODULE(TransformerBlock);

} // namespace duoscope
