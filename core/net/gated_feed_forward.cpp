// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/gated_feed_forward.h"

namespace duoscope {

GatedFeedForwardImpl::GatedFeedForwardImpl(int channels, int expansion)
    : m_expand(register_module("expand", PointwiseDepthwise(channels, 2 * expansion * channels))),
      m_project(register_module("project", pointwise(expansion * channels, channels)))
{
}

torch::Tensor GatedFeedForwardImpl::forward(const torch::Tensor& input)
{
    const std::vector<torch::Tensor> halves = m_expand(input).chunk(2, 1);
    return m_project(torch::gelu(halves[0]) * halves[1]);
}

} // namespace duoscope
