// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/conv_unit.h"

#include "core/base/error.h"

namespace duoscope {

std::string toString(Padding padding)
{
    switch (padding) {
    case Padding::Reflect:
        return "reflect";
    case Padding::Replicate:
        return "replicate";
    case Padding::Zeros:
        break;
    }
    return "zeros";
}

Padding parsePadding(const std::string& text)
{
    for (const Padding padding : {Padding::Reflect, Padding::Replicate, Padding::Zeros})
        if (text == toString(padding))
            return padding;
    throw Error(ErrorKind::Model, "Unknown padding \"" + text + "\"", "there are reflect, replicate and zeros",
                "Check the file's metadata");
}

torch::nn::Conv2dOptions sameConv3x3(int inputs, int outputs, Padding padding)
{
    torch::nn::Conv2dOptions options(inputs, outputs, 3);
    options.padding(1);
    if (padding == Padding::Reflect)
        options.padding_mode(torch::kReflect);
    else if (padding == Padding::Replicate)
        options.padding_mode(torch::kReplicate);
    return options;
}

ConvUnitImpl::ConvUnitImpl(int inputs, int middle, int outputs, Padding padding)
    : m_first(register_module("first", torch::nn::Conv2d(sameConv3x3(inputs, middle, padding)))),
      m_activation(register_module("activation", torch::nn::PReLU())),
      m_second(register_module("second", torch::nn::Conv2d(sameConv3x3(middle, outputs, padding))))
{
}

torch::Tensor ConvUnitImpl::forward(const torch::Tensor& input) { return m_second(m_activation(m_first(input))); }

} // namespace duoscope
