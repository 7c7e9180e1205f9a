// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/conv_unit.h"

#include "core/base/job.h"

namespace duoscope {

torch::nn::Conv2dOptions sameConv3x3(int inputs, int outputs) { return innerConv3x3(inputs, outputs).padding(1); }

torch::nn::Conv2dOptions innerConv3x3(int inputs, int outputs) { return {inputs, outputs, 3}; }

torch::Tensor gatherAround(const std::vector<torch::Tensor>& pictures, const Strip& strip, Padding padding,
                           torch::ScalarType type)
{
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor& picture : pictures)
        parts.push_back(strip.around(picture));
    return padBorder(parts, padding, strip.above == 0, strip.below == 0, type);
}

ConvUnitImpl::ConvUnitImpl(int inputs, int middle, int outputs, Padding padding)
    : m_padding(padding), m_first(register_module("first", torch::nn::Conv2d(innerConv3x3(inputs, middle)))),
      m_activation(register_module("activation", torch::nn::PReLU())),
      m_second(register_module("second", torch::nn::Conv2d(innerConv3x3(middle, outputs))))
{
}

torch::Tensor ConvUnitImpl::outputIn(const Strip& strip, const std::vector<torch::Tensor>& pictures)
{
    const torch::Tensor around =
        gatherAround(pictures, strip.grown(pictures[0]), m_padding, m_first->weight.scalar_type());
    const torch::Tensor between = m_first(around);
    const bool above = strip.above == 0, below = strip.below == 0;
    const torch::ScalarType type = m_second->weight.scalar_type();
    // On a GPU the slope would have to be waited for.
    if (torch::GradMode::is_enabled() || !between.device().is_cpu() || between.scalar_type() != type)
        return m_second(padBorder({m_activation(between)}, m_padding, above, below, type));
    return m_second(padActivated(between, m_activation->weight.item<double>(), m_padding, above, below));
}

torch::Tensor ConvUnitImpl::forward(const std::vector<torch::Tensor>& pictures, const std::stop_token& stop,
                                    const Finish& finish)
{
    const std::vector<Strip> strips = stripsOf(pictures[0]);
    torch::Tensor result;
    for (const Strip& strip : strips) {
        throwIfStopped(stop);
        torch::Tensor output = outputIn(strip, pictures);
        if (finish)
            output = finish(output, strip);
        if (strips.size() == 1)
            return output;
        if (!result.defined())
            result = torch::empty({output.size(0), output.size(1), pictures[0].size(2), pictures[0].size(3)},
                                  output.options(), torch::MemoryFormat::ChannelsLast);
        strip.of(result).copy_(output);
    }
    return result;
}

void ConvUnitImpl::computeInHalfPrecision(torch::ScalarType type)
{
    if (m_first->options.in_channels() > 1) {
        m_first->to(type);
        m_activation->to(type);
    }
    if (m_second->options.out_channels() > 1)
        m_second->to(type);
}

} // namespace duoscope
