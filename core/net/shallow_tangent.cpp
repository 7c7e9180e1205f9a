// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/shallow_tangent.h"

namespace duoscope {
namespace {

constexpr std::int64_t kPixelsPerFeature = 4; // along a side

} // namespace

ShallowTangent::ShallowTangent(const MobileNetV2& backbone, const torch::Tensor& image)
{
    const torch::NoGradGuard noGradient;
    m_blocks.push_back({{{backbone->stem(), {}}}, false});
    for (const InvertedResidual& block : backbone->lowBlocks()) {
        m_blocks.push_back({{}, block->hasSkip()});
        for (const torch::nn::Conv2d& convolution : block->convolutions())
            m_blocks.back().layers.push_back({convolution, {}});
    }
    torch::Tensor x = image.detach();
    std::int64_t cell = kPixelsPerFeature, reach = 0; // reach: pixels of the image that a feature sees to each side
    for (Block& block : m_blocks) {
        const torch::Tensor input = x;
        for (std::size_t i = 0; i < block.layers.size(); ++i) {
            Layer& layer = block.layers[i];
            const auto& options = layer.convolution->options;
            reach += kPixelsPerFeature / cell * (options.kernel_size()->at(0) - 1) / 2;
            cell /= options.stride()->at(0);
            layer.cell = cell;
            x = layer.convolution(x);
            const bool isActivated = &block == &m_blocks.front() || i + 1 < block.layers.size();
            if (isActivated)
                layer.activation = torch::relu6_(x);
        }
        if (block.skip)
            x = x + input;
    }
    m_low = x;
    m_margin = (reach + kPixelsPerFeature - 1) / kPixelsPerFeature;
}

ShallowTangent::Change ShallowTangent::along(const torch::Tensor& direction) const
{
    const torch::NoGradGuard noGradient;
    const std::vector<std::int64_t> cell{kPixelsPerFeature, kPixelsPerFeature};
    const torch::Tensor occupied =
        torch::max_pool2d(direction.ne(0).to(torch::kFloat32), cell, cell, 0, 1, /* ceil_mode */ true).squeeze(1).ne(0);
    Change change{Patches(occupied, m_margin), {}};
    if (change.patches.empty())
        return change;
    torch::Tensor t = change.patches.cutApart(direction, kPixelsPerFeature);
    for (const Block& block : m_blocks) {
        const torch::Tensor input = t;
        for (const Layer& layer : block.layers) {
            const auto& options = layer.convolution->options;
            const std::int64_t padding = (options.kernel_size()->at(0) - 1) / 2; // none is dilated
            t = torch::conv2d(t, layer.convolution->weight, {}, *options.stride(), padding, *options.dilation(),
                              options.groups());
            // Beyond the border activations are cut as zeros, so that nothing goes on there, as in the network.
            if (layer.activation.defined())
                t = at::hardtanh_backward(t, change.patches.cut(layer.activation, layer.cell), 0, 6);
        }
        if (block.skip)
            t = t + input;
    }
    change.values = t;
    return change;
}

torch::Tensor ShallowTangent::Change::dot(const torch::Tensor& picture) const
{
    if (patches.empty())
        return torch::zeros({picture.size(0)}, picture.options());
    return patches.sumBySample(values * patches.cut(picture), picture.size(0));
}

void ShallowTangent::Change::addTo(const torch::Tensor& picture) const
{
    if (!patches.empty())
        patches.addTo(picture, values);
}

} // namespace duoscope
