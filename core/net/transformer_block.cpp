// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/transformer_block.h"

#include "core/net/strips.h"

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
    const std::vector<Strip> strips = stripsOf(input);
    ChannelProducts products;
    std::vector<torch::Tensor> parts;
    for (const Strip& strip : strips) {
        const std::vector<torch::Tensor> qkv = m_attention->project(m_attentionNorm(strip.around(input)));
        products.add(strip.within(qkv[0]), strip.within(qkv[1]));
        parts.push_back(strip.within(qkv[2]).clone()); // a view would keep queries and keys, too
    }
    const torch::Tensor matrices = m_attention->matrices(products);
    const torch::Tensor values = torch::cat(parts, 2);
    parts.clear();
    for (const Strip& strip : strips) {
        const torch::Tensor attended = strip.around(input) + mixChannels(matrices, strip.around(values));
        parts.push_back(strip.within(attended) + strip.within(m_feedForward(m_feedForwardNorm(attended))));
    }
    return torch::cat(parts, 2);
}

} // namespace duoscope
