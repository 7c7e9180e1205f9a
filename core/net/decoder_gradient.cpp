// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/decoder_gradient.h"

#include "core/net/patches.h"
#include "core/net/recorded_layers.h"

namespace duoscope {

DecoderGradient::DecoderGradient(const DeepLab& network, const torch::Tensor& input)
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

void DecoderGradient::addTo(const torch::Tensor& gradients, std::int64_t classId, const torch::Tensor& weights) const
{
    const torch::NoGradGuard noGradient;
    const Patches patches(weights.ne(0), m_around);
    if (patches.empty())
        return;
    const torch::Tensor seeds = patches.cutApart(weights.unsqueeze(1));
    // The classifier is a 1x1 convolution: of its gradient only the class's weights are left.
    torch::Tensor gradient = (seeds * m_layers.back().convolution->weight[classId].view({1, -1, 1, 1}))
                                 .contiguous(torch::MemoryFormat::ChannelsLast);
    for (std::size_t i = m_layers.size() - 1; i-- > 0;) {
        gradient = at::threshold_backward(gradient, patches.cut(m_layers[i].output), 0);
        gradient = convolvedBack(gradient, m_layers[i].convolution, gradient.size(2), gradient.size(3));
    }
    patches.addTo(gradients, gradient);
}

} // namespace duoscope
