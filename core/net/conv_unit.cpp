// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/conv_unit.h"

#include "core/base/job.h"

#include <algorithm>

namespace duoscope {

torch::nn::Conv2dOptions sameConv3x3(int inputs, int outputs) { return innerConv3x3(inputs, outputs).padding(1); }

torch::nn::Conv2dOptions innerConv3x3(int inputs, int outputs) { return {inputs, outputs, 3}; }

torch::Tensor gatherAround(const std::vector<torch::Tensor>& pictures, const Window& window, Padding padding)
{
    const Window around = window.grown(1, pictures[0]);
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor& picture : pictures)
        parts.push_back(around.of(picture));
    return padBorder(parts.size() == 1 ? parts[0] : torch::cat(parts, 1), padding, window.sidesAtBorder(pictures[0]));
}

bool recordsGradients(const std::vector<torch::Tensor>& inputs, const torch::nn::Module& module)
{
    if (!torch::GradMode::is_enabled())
        return false;
    const auto wantsGradient = [](const torch::Tensor& tensor) { return tensor.requires_grad(); };
    const std::vector<torch::Tensor> parameters = module.parameters();
    return std::any_of(inputs.begin(), inputs.end(), wantsGradient) ||
           std::any_of(parameters.begin(), parameters.end(), wantsGradient);
}

ConvUnitImpl::ConvUnitImpl(int inputs, int middle, int outputs, Padding padding)
    : m_padding(padding), m_first(register_module("first", torch::nn::Conv2d(innerConv3x3(inputs, middle)))),
      m_activation(register_module("activation", torch::nn::PReLU())),
      m_second(register_module("second", torch::nn::Conv2d(innerConv3x3(middle, outputs))))
{
}

torch::Tensor ConvUnitImpl::outputIn(const Window& window, const std::vector<torch::Tensor>& pictures)
{
    const Window middle = window.grown(1, pictures[0]);
    const torch::Tensor between = m_activation(m_first(gatherAround(pictures, middle, m_padding)));
    return m_second(padBorder(between, m_padding, window.sidesAtBorder(pictures[0])));
}

torch::Tensor ConvUnitImpl::forward(const std::vector<torch::Tensor>& pictures, const std::stop_token& stop,
                                    const Finish& finish)
{
    const std::vector<Window> windows = windowsOf(pictures[0], recordsGradients(pictures, *this));
    torch::Tensor result;
    for (const Window& window : windows) {
        throwIfStopped(stop);
        torch::Tensor output = outputIn(window, pictures);
        if (finish)
            output = finish(output, window);
        if (windows.size() == 1)
            return output;
        if (!result.defined())
            result = torch::empty({output.size(0), output.size(1), pictures[0].size(2), pictures[0].size(3)},
                                  output.options(), torch::MemoryFormat::ChannelsLast);
        window.of(result).copy_(output);
    }
    return result;
}

} // namespace duoscope
