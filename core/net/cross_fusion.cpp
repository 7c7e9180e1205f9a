// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/cross_fusion.h"

#include "core/net/strips.h"

namespace duoscope {
namespace {

constexpr int kExpansion = 4; // channels of a gate for each channel of a source

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

torch::Tensor CrossFusionImpl::Side::matrices(const ChannelProducts& products) const
{
    return torch::matmul(project->weight.flatten(1), products.attention(temperature));
}

torch::Tensor CrossFusionImpl::forward(const torch::Tensor& first, const torch::Tensor& second)
{
    const std::vector<Strip> strips = stripsOf(first);
    ChannelProducts firstProducts, secondProducts;
    std::vector<torch::Tensor> firstParts, secondParts;
    for (const Strip& strip : strips) {
        const std::vector<torch::Tensor> qkv1 = strip.within(m_first.qkv(strip.around(first))).chunk(3, 1);
        const std::vector<torch::Tensor> qkv2 = strip.within(m_second.qkv(strip.around(second))).chunk(3, 1);
        firstProducts.add(qkv2[0], qkv1[1]);
        secondProducts.add(qkv1[0], qkv2[1]);
        firstParts.push_back(qkv1[2].clone()); // a view would keep queries and keys, too
        secondParts.push_back(qkv2[2].clone());
    }
    const torch::Tensor firstMatrices = m_first.matrices(firstProducts);
    const torch::Tensor secondMatrices = m_second.matrices(secondProducts);
    const torch::Tensor firstValues = torch::cat(firstParts, 2);
    const torch::Tensor secondValues = torch::cat(secondParts, 2);
    std::vector<torch::Tensor> fused;
    for (const Strip& strip : strips) {
        const torch::Tensor x1 = strip.around(first) + mixChannels(firstMatrices, strip.around(firstValues));
        const torch::Tensor x2 = strip.around(second) + mixChannels(secondMatrices, strip.around(secondValues));
        const torch::Tensor both = torch::cat({x1, x2}, 1);
        const std::vector<torch::Tensor> gates = m_gate(both).chunk(2, 1);
        fused.push_back(strip.within(both + m_first.merge(torch::gelu(gates[0]) * m_first.expand(x1)) +
                                     m_second.merge(torch::gelu(gates[1]) * m_second.expand(x2))));
    }
    return torch::cat(fused, 2);
}

} // namespace duoscope
