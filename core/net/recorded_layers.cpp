// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/recorded_layers.h"

namespace duoscope {
namespace {

/// Whether its gradient in its input is itself a convolution of the same shape, with the kernel turned around: one
/// that oneDNN has a fast program for whatever the dilation.
bool isOwnTranspose(const torch::nn::Conv2d& convolution)
{
    const auto& options = convolution->options;
    return options.groups() == options.in_channels() && options.groups() == options.out_channels() &&
           options.stride()->at(0) == 1;
}

std::int64_t paddingOf(const torch::nn::Conv2d& convolution) // where one output comes of each stride
{
    const auto& options = convolution->options;
    return options.dilation()->at(0) * (options.kernel_size()->at(0) - 1) / 2;
}

/// @param gradient  [K·B, any, h, w]
/// @param output    behind the activation, [B, any, h, w]
torch::Tensor activatedBack(const torch::Tensor& gradient, const torch::Tensor& output, Activation activation)
{
    const torch::Tensor result = torch::empty_like(gradient, torch::MemoryFormat::ChannelsLast);
    const std::vector<torch::Tensor> from = gradient.split(output.size(0));
    std::vector<torch::Tensor> to = result.split(output.size(0));
    for (std::size_t i = 0; i < to.size(); ++i) { // broadcasting would take several times as long
        if (activation == Activation::Relu)
            at::threshold_backward_out(to[i], from[i], output, 0);
        else
            at::hardtanh_backward_out(to[i], from[i], output, 0, 6);
    }
    return result;
}

} // namespace

torch::Tensor convolvedBack(const torch::Tensor& gradient, const torch::nn::Conv2d& convolution, std::int64_t height,
                            std::int64_t width)
{
    const auto& options = convolution->options;
    const std::int64_t padding = paddingOf(convolution);
    if (isOwnTranspose(convolution))
        return torch::conv2d(gradient, convolution->weight.flip({2, 3}), {}, 1, padding, *options.dilation(),
                             options.groups());
    const torch::Tensor shape = torch::empty({gradient.size(0), options.in_channels(), height, width},
                                             gradient.options(), torch::MemoryFormat::ChannelsLast);
    return std::get<0>(at::convolution_backward(gradient, shape, convolution->weight, {}, *options.stride(),
                                                {padding, padding}, *options.dilation(), false, {0, 0},
                                                options.groups(), {true, false, false}));
}

RecordedLayers::RecordedLayers(const std::vector<torch::nn::Conv2d>& convolutions, Activation between,
                               Activation behind)
{
    for (const torch::nn::Conv2d& convolution : convolutions)
        m_layers.push_back({convolution, m_layers.size() + 1 < convolutions.size() ? between : behind, 0, 0, {}});
}

torch::Tensor RecordedLayers::forward(const torch::Tensor& input)
{
    const torch::NoGradGuard noGradient;
    torch::Tensor x = input;
    for (Layer& layer : m_layers) {
        layer.height = x.size(2);
        layer.width = x.size(3);
        x = layer.convolution(x);
        if (layer.activation != Activation::None)
            layer.output = x = layer.activation == Activation::Relu ? torch::relu_(x) : torch::relu6_(x);
    }
    return x;
}

torch::Tensor RecordedLayers::back(torch::Tensor gradient) const
{
    const torch::NoGradGuard noGradient;
    for (auto layer = m_layers.rbegin(); layer != m_layers.rend(); ++layer) {
        if (layer->activation != Activation::None)
            gradient = activatedBack(gradient, layer->output, layer->activation);
        gradient = convolvedBack(gradient, layer->convolution, layer->height, layer->width);
    }
    return gradient;
}

} // namespace duoscope
