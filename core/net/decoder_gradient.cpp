// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/decoder_gradient.h"

#include "core/net/patches.h"

namespace duoscope {
namespace {

/// Gradient of a convolution that keeps the picture's size, in its input.
torch::Tensor convolvedBack(const torch::Tensor& gradient, const torch::nn::Conv2d& convolution)
{
    const auto& options = convolution->options;
    const std::int64_t padding = (options.kernel_size()->at(0) - 1) / 2; // none is dilated
    const torch::Tensor shape =
        torch::empty({gradient.size(0), options.in_channels(), gradient.size(2), gradient.size(3)}, gradient.options(),
                     torch::MemoryFormat::ChannelsLast);
    return std::get<0>(at::convolution_backward(gradient, shape, convolution->weight, c10::nullopt, *options.stride(),
                                                {padding, padding}, *options.dilation(), false, {0, 0},
                                                options.groups(), {true, false, false}));
}

} // namespace

DecoderGradient::DecoderGradient(const DeepLab& network, const torch::Tensor& input) : m_inputSizes(input.sizes().vec())
{
    const torch::NoGradGuard noGradient;
    torch::Tensor x = input.detach();
    const std::vector<torch::nn::Conv2d> convolutions = network->decoderConvolutions();
    for (const torch::nn::Conv2d& convolution : convolutions) {
        torch::nn::Conv2d layer = convolution;
        x = layer(x);
        if (m_layers.size() + 1 < convolutions.size())
            x = torch::relu(x);
        m_layers.push_back({layer, x});
        m_around += (convolution->options.kernel_size()->at(0) - 1) / 2;
    }
}

torch::Tensor DecoderGradient::of(std::int64_t classId, const torch::Tensor& weights) const
{
    const torch::NoGradGuard noGradient;
    const torch::Tensor result =
        torch::zeros(m_inputSizes, weights.options()).contiguous(torch::MemoryFormat::ChannelsLast);
    const Patches patches(weights.ne(0), m_around);
    if (patches.empty())
        return result;
    const torch::Tensor seeds = patches.cutApart(weights.unsqueeze(1));
    // The classifier is a 1x1 convolution: of its gradient only the class's weights are left.
    torch::Tensor gradient = (seeds * m_layers.back().convolution->weight[classId].view({1, -1, 1, 1}))
                                 .contiguous(torch::MemoryFormat::ChannelsLast);
    for (std::size_t i = m_layers.size() - 1; i-- > 0;) {
        gradient = gradient * patches.cut(m_layers[i].output).gt(0);
        gradient = convolvedBack(gradient, m_layers[i].convolution);
    }
    patches.addTo(result, gradient);
    return result;
}

} // namespace duoscope
