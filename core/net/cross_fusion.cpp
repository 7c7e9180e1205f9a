// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/cross_fusion.h"

#include "core/net/channel_attention.h"

namespace duoscope {
namespace {

constexpr int kExpansion = 4; // channels of a gate for each channel of a source

/// The source with what the other's queries find in it.
torch::Tensor attend(const torch::Tensor& source, const std::vector<torch::Tensor>& qkv, const torch::Tensor& queries,
                     const torch::Tensor& temperature, const torch::nn::Conv2d& project)
{
    const torch::Tensor attention = channelAttention(queries, qkv[1], temperature);
    return source + mixChannels(torch::matmul(project->weight.flatten(1), attention), qkv[2]);
}

} // namespace

CrossFusionImpl::CrossFusionImpl(int channels, int heads)
    : m_first(makeSide("first", channels, heads)), m_second(makeSide("second", channels, heads)),
      m_gate(register_module("gate", PointwiseDepthwise(2 * channels, 2 * kExpansion * channels)))
{
}

CrossFusionImpl::Side CrossFusionImpl::makeSide(const std::string& name, int channels, int heads)
{
    Side side;
    side.temperature = register_parameter("temperature_" + name, torch::ones({heads, 1, 1}));
    side.qkv = register_module("qkv_" + name, PointwiseDepthwise(channels, 3 * channels));
    side.project = register_module("project_" + name, pointwise(channels, channels));
    side.expand = register_module("expand_" + name, PointwiseDepthwise(channels, kExpansion * channels));
    side.merge = register_module("merge_" + name, pointwise(kExpansion * channels, 2 * channels));
    return side;
}

torch::Tensor CrossFusionImpl::forward(const torch::Tensor& first, const torch::Tensor& second)
{
    const std::vector<torch::Tensor> qkvFirst = m_first.qkv(first).chunk(3, 1);
    const std::vector<torch::Tensor> qkvSecond = m_second.qkv(second).chunk(3, 1);
    const torch::Tensor x1 = attend(first, qkvFirst, qkvSecond[0], m_first.temperature, m_first.project);
    const torch::Tensor x2 = attend(second, qkvSecond, qkvFirst[0], m_second.temperature, m_second.project);
    const torch::Tensor both = torch::cat({x1, x2}, 1);
    const std::vector<torch::Tensor> gates = m_gate(both).chunk(2, 1);
    return both + m_first.merge(torch::gelu(gates[0]) * m_first.expand(x1)) +
           m_second.merge(torch::gelu(gates[1]) * m_second.expand(x2));
}

} // namespace duoscope
