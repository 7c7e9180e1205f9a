// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/transformer_block.h"

namespace duoscope {

TransformerBlockImpl::TransformerBlockImpl(int channels, int heads)
    : m_attentionNorm(register_module("attention_norm", ChannelNorm(channels))),
      m_attention(register_module("attention", ChannelAttention(channels, heads))),
      m_feedForwardNorm(register_module("feed_forward_norm", ChannelNorm(channels))),
      m_feedForward(register_module("feed_forward", GatedFeedForward(channels)))
{
}

torch::Tensor TransformerBlockImpl::forward(const torch::Tensor& input)
{
    const torch::Tensor attended = input + m_attention(m_attentionNorm(input));
    return attended + m_feedForward(m_feedForwardNorm(attended));
}

} // namespace duoscope
