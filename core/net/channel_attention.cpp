// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/channel_attention.h"

namespace duoscope {
namespace {

/// [B, C, H, W] → [B, HW, C]; a view in channels_last.
torch::Tensor pixelRows(const torch::Tensor& image) { return image.permute({0, 2, 3, 1}).flatten(1, 2); }

torch::Tensor sum(const torch::Tensor& known, const torch::Tensor& more)
{
    return known.defined() ? known + more : more;
}

} // namespace

void ChannelProducts::add(const torch::Tensor& queries, const torch::Tensor& keys)
{
    const torch::Tensor q = pixelRows(queries);
    const torch::Tensor k = pixelRows(keys);
    // In double, for sums over all pixels of a large picture.
    m_products = sum(m_products, torch::bmm(q.transpose(1, 2), k).to(torch::kDouble));
    m_queryLengths = sum(m_queryLengths, q.square().sum(1).to(torch::kDouble));
    m_keyLengths = sum(m_keyLengths, k.square().sum(1).to(torch::kDouble));
}

torch::Tensor ChannelProducts::attention(const torch::Tensor& temperature) const
{
    constexpr double kTiny = 1e-12; // length of a channel that is black
    const std::int64_t channels = m_products.size(1);
    const std::int64_t heads = temperature.size(0);
    const std::int64_t width = channels / heads;
    // Dividing C×C products instead of two pictures by the lengths saves two passes over all pixels.
    const torch::Tensor lengths =
        m_queryLengths.sqrt().clamp_min(kTiny).unsqueeze(2) * m_keyLengths.sqrt().clamp_min(kTiny).unsqueeze(1);
    const torch::Tensor cosines = (m_products / lengths).to(temperature.scalar_type());
    const torch::Tensor blocks =
        cosines.view({-1, heads, width, heads, width}).diagonal(0, 1, 3).permute({0, 3, 1, 2}); // [B, heads, w, w]
    const torch::Tensor attention = torch::softmax(blocks * temperature, -1);
    return torch::diag_embed(attention.permute({0, 2, 3, 1}), 0, 1, 3).reshape({-1, channels, channels});
}

torch::Tensor mixChannels(const torch::Tensor& matrices, const torch::Tensor& values)
{
    const torch::Tensor mixed = torch::bmm(pixelRows(values), matrices.transpose(1, 2));
    return mixed.unflatten(1, {values.size(2), values.size(3)}).permute({0, 3, 1, 2});
}

ChannelAttentionImpl::ChannelAttentionImpl(int channels, int heads)
    : m_temperature(register_parameter("temperature", torch::ones({heads, 1, 1}))),
      m_qkv(register_module("qkv", PointwiseDepthwise(channels, 3 * channels))),
      m_project(register_module("project", pointwise(channels, channels)))
{
}

torch::Tensor ChannelAttentionImpl::matrices(const ChannelProducts& products) const
{
    return torch::matmul(m_project->weight.flatten(1), products.attention(m_temperature));
}

} // namespace duoscope
