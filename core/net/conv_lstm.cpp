// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/conv_lstm.h"

namespace duoscope {

ConvLstmImpl::ConvLstmImpl(int width, Padding padding)
    : m_inputGates(register_module("input_gates", torch::nn::Conv2d(sameConv3x3(width, 4 * width, padding)))),
      m_hiddenGates(register_module("hidden_gates", torch::nn::Conv2d(sameConv3x3(width, 4 * width, padding))))
{
}

LstmState ConvLstmImpl::forward(const torch::Tensor& input, const LstmState& previous, Equations equations)
{
    const bool first = !previous.hidden.defined();
    torch::Tensor gates = m_inputGates(input);
    if (!first)
        gates = gates + m_hiddenGates(previous.hidden);
    else if (equations == Equations::Paper)
        gates = gates + m_hiddenGates->bias.view({1, -1, 1, 1}); // U∗0 leaves the bias

    const std::vector<torch::Tensor> parts = gates.chunk(4, 1);
    const torch::Tensor inputGate = torch::sigmoid(parts[1]);
    const torch::Tensor output = torch::sigmoid(parts[2]);
    torch::Tensor cell = inputGate * torch::tanh(parts[3]);
    if (!first)
        cell = cell + torch::sigmoid(parts[0]) * previous.cell;
    const bool withoutTanh = first && equations == Equations::Released;
    return {output * (withoutTanh ? cell : torch::tanh(cell)), cell};
}

} // namespace duoscope
