// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/channel_norm.h"

namespace duoscope {

ChannelNormImpl::ChannelNormImpl(int channels)
    : m_weight(register_parameter("weight", torch::ones({channels}))),
      m_bias(register_parameter("bias", torch::zeros({channels})))
{
}

torch::Tensor ChannelNormImpl::forward(const torch::Tensor& input)
{
    // In channels_last, a pixel's channels are neighbours in memory and neither permutation copies.
    return torch::layer_norm(input.permute({0, 2, 3, 1}), m_weight.sizes(), m_weight, m_bias).permute({0, 3, 1, 2});
}

} // namespace duoscope
