// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/channel_attention.h"

namespace duoscope {
namespace {

/// [B, C, H, W] → [B, HW, C]; a view in channels_last.
torch::Tensor pixelRows(const torch::Tensor& image) { return image.permute({0, 2, 3, 1}).flatten(1, 2); }

torch::Tensor lengths(const torch::Tensor& rows)
{
    constexpr double kTiny = 1e-12; // of a channel that is black
    return rows.norm(2, 1).clamp_min(kTiny);
}

} // namespace

torch::Tensor channelAttention(const torch::Tensor& queries, const torch::Tensor& keys,
                               const torch::Tensor& temperature)
{
    const torch::Tensor q = pixelRows(queries);
    const torch::Tensor k = pixelRows(keys);
    const std::int64_t channels = q.size(2);
    const std::int64_t heads = temperature.size(0);
    const std::int64_t width = channels / heads;
    // Dividing C×C products instead of two images by their lengths saves two passes over all pixels.
    const torch::Tensor products = torch::bmm(q.transpose(1, 2), k);
    const torch::Tensor cosines = products / (lengths(q).unsqueeze(2) * lengths(k).unsqueeze(1));
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

torch::Tensor ChannelAttentionImpl::forward(const torch::Tensor& input)
{
    const std::vector<torch::Tensor> qkv = m_qkv(input).chunk(3, 1);
    const torch::Tensor attention = channelAttention(qkv[0], qkv[1], m_temperature);
    // The projection follows with nothing between, so both are one matrix.
    return mixChannels(torch::matmul(m_project->weight.flatten(1), attention), qkv[2]);
}

} // namespace duoscope
