// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/deep_gradient.h"

#include "core/base/job.h"
#include "core/net/fold_norm.h"
#include "core/net/resize.h"

namespace duoscope {

DeepGradient::Pyramid::Pyramid(const AtrousPyramid& pyramid)
    : mean({pyramid->mean()}, Activation::None, Activation::Relu),
      project(convolutionsOf(pyramid->project()), Activation::Relu, Activation::Relu)
{
    for (const torch::nn::Sequential& branch : pyramid->branches())
        branches.emplace_back(convolutionsOf(branch), Activation::Relu, Activation::Relu);
}

torch::Tensor DeepGradient::Pyramid::forward(const torch::Tensor& input)
{
    std::vector<torch::Tensor> outputs;
    for (RecordedLayers& branch : branches)
        outputs.push_back(branch.forward(input));
    outputs.push_back(mean.forward(input.mean({2, 3}, true))
                          .expand({-1, -1, input.size(2), input.size(3)})
                          .contiguous(torch::MemoryFormat::ChannelsLast));
    return project.forward(torch::cat(outputs, 1));
}

torch::Tensor DeepGradient::Pyramid::back(const torch::Tensor& gradient) const
{
    const std::vector<torch::Tensor> parts =
        project.back(gradient).chunk(static_cast<std::int64_t>(branches.size()) + 1, 1);
    torch::Tensor sum = mean.back(parts.back().mean({2, 3}, true));
    for (std::size_t i = 0; i < branches.size(); ++i)
        sum = branches[i].back(parts[i]) + sum;
    return sum;
}

DeepGradient::DeepGradient(const DeepLab& network, const torch::Tensor& low, const std::stop_token& stop)
    : m_shortcut(convolutionsOf(network->shortcut()), Activation::Relu, Activation::Relu)
{
    TORCH_CHECK(network->isFolded(), "gradients are taken by hand where normalisations are folded");
    const torch::NoGradGuard noGradient;
    torch::Tensor x = low.detach();
    for (const InvertedResidual& block : network->backbone()->highBlocks()) {
        throwIfStopped(stop);
        m_blocks.push_back(
            {RecordedLayers(block->convolutions(), Activation::Relu6, Activation::None), block->hasSkip()});
        const torch::Tensor output = m_blocks.back().layers.forward(x);
        x = block->hasSkip() ? output + x : output;
    }
    throwIfStopped(stop);
    if (!network->pyramid().is_empty())
        x = m_pyramid.emplace(network->pyramid()).forward(x);
    m_highSize = x.sizes().slice(2).vec();
    m_decoderInput = torch::cat({resizeBilinear(x, low.size(2), low.size(3)), m_shortcut.forward(low.detach())}, 1);
}

torch::Tensor DeepGradient::back(const torch::Tensor& gradients, const std::stop_token& stop) const
{
    const torch::NoGradGuard noGradient;
    const std::int64_t shortcutWidth = m_shortcut.outputs();
    const std::int64_t highWidth = gradients.size(1) - shortcutWidth;
    torch::Tensor gradient = // the shortcut's channels go along: leaving them out would be a copy
        resizeBilinearBack(gradients, m_highSize[0], m_highSize[1])
            .slice(1, 0, highWidth)
            .contiguous(torch::MemoryFormat::ChannelsLast);
    throwIfStopped(stop);
    if (m_pyramid)
        gradient = m_pyramid->back(gradient);
    for (auto block = m_blocks.rbegin(); block != m_blocks.rend(); ++block) {
        throwIfStopped(stop);
        const torch::Tensor through = block->layers.back(gradient);
        gradient = block->hasSkip ? through + gradient : through;
    }
    return m_shortcut.back(gradients.slice(1, highWidth)) + gradient;
}

} // namespace duoscope
