// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/pointwise_depthwise.h"

#include <torch/torch.h>

namespace duoscope {

/// How much each channel of a head takes of each other: softmax(τ · q kᵀ), where a channel is the vector of all its
/// pixels, divided by its length ("transposed" attention of Zamir et al., CVPR 2022). Heads are runs of C / heads
/// neighbouring channels. All pixels have a part in it, so a picture must not be cut into tiles.
/// @param queries      [B, C, H, W]
/// @param keys         [B, C, H, W]
/// @param temperature  τ, [heads, 1, 1]
/// @return [B, C, C]: the heads' matrices along the diagonal, zeros elsewhere; each row adds up to 1
torch::Tensor channelAttention(const torch::Tensor& queries, const torch::Tensor& keys,
                               const torch::Tensor& temperature);

/// Mixes the channels of every pixel.
/// @param matrices  [B, D, C]
/// @param values    [B, C, H, W]
/// @return [B, D, H, W]
torch::Tensor mixChannels(const torch::Tensor& matrices, const torch::Tensor& values);

/// Self-attention between channels: queries, keys and values are projections of the input, and the result is
/// projected once more. No biases. [B, C, H, W] → the same.
class ChannelAttentionImpl : public torch::nn::Module {
public:
    /// @param channels  C, a multiple of heads
    ChannelAttentionImpl(int channels, int heads);
    torch::Tensor forward(const torch::Tensor& input);

private:
    torch::Tensor m_temperature; ///< τ, [heads, 1, 1]
    PointwiseDepthwise m_qkv{nullptr};
    torch::nn::Conv2d m_project{nullptr};
};
TORCH_MODULE(ChannelAttention);

} // namespace duoscope
