// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/pointwise_depthwise.h"

#include <torch/torch.h>

namespace duoscope {

/// What attention between channels must know of all pixels: inner products of queries and keys. It is gathered strip by
/// strip.
class ChannelProducts {
public:
    /// @param queries  [B, C, h, W], some rows of a picture
    /// @param keys     likewise
    void add(const torch::Tensor& queries, const torch::Tensor& keys);

    /// How much each channel of a head takes of each other: softmax(τ · q kᵀ), where a channel is the vector of all its
    /// pixels, divided by its length ("transposed" attention of Zamir et al., "Restormer", CVPR 2022). Heads are runs
    /// of C / heads neighbouring channels. All pixels have a part in it, so a picture must not be cut into tiles.
    /// @param temperature  τ, [heads, 1, 1]
    /// @return [B, C, C]: the heads' matrices along the diagonal, zeros elsewhere; each row adds up to 1
    torch::Tensor attention(const torch::Tensor& temperature) const;

private:
    torch::Tensor m_products;     ///< q kᵀ, [B, C, C]
    torch::Tensor m_queryLengths; ///< squared, [B, C]
    torch::Tensor m_keyLengths;   ///< squared, [B, C]
};

/// Mixes the channels of every pixel.
/// @param matrices  [B, D, C]
/// @param values    [B, C, H, W]
/// @return [B, D, H, W]
torch::Tensor mixChannels(const torch::Tensor& matrices, const torch::Tensor& values);

/// The weights of self-attention between channels: queries, keys and values are projections of the input, and the
/// result is projected once more. No biases.
class ChannelAttentionImpl : public torch::nn::Module {
public:
    /// @param channels  C, a multiple of heads
    ChannelAttentionImpl(int channels, int heads);

    /// [B, C, H, W] → queries, keys and values, each as large.
    std::vector<torch::Tensor> project(const torch::Tensor& input) { return m_qkv(input).chunk(3, 1); }

    /// [B, C, C]: mixChannels() with it makes the result of the values. It is attention and last projection in one, for
    /// there is nothing between them.
    torch::Tensor matrices(const ChannelProducts& products) const;

private:
    torch::Tensor m_temperature; ///< τ, [heads, 1, 1]
    PointwiseDepthwise m_qkv{nullptr};
    torch::nn::Conv2d m_project{nullptr};
};
TORCH_MODULE(ChannelAttention);

} // namespace duoscope
