// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/conv_lstm.h"

#include "core/base/job.h"

namespace duoscope {

ConvLstmImpl::ConvLstmImpl(int width, Padding padding)
    : m_padding(padding),
      m_inputGates(register_module("input_gates", torch::nn::Conv2d(innerConv3x3(width, 4 * width)))),
      m_hiddenGates(register_module("hidden_gates", torch::nn::Conv2d(innerConv3x3(width, 4 * width))))
{
}

LstmState ConvLstmImpl::stateOf(const torch::Tensor& gates, const torch::Tensor& cellBefore, Equations equations) const
{
    const std::vector<torch::Tensor> parts = gates.chunk(4, 1);
    const torch::Tensor inputGate = torch::sigmoid(parts[1]);
    const torch::Tensor output = torch::sigmoid(parts[2]);
    torch::Tensor cell = inputGate * torch::tanh(parts[3]);
    const bool first = !cellBefore.defined();
    if (!first)
        cell = cell + torch::sigmoid(parts[0]) * cellBefore;
    const bool withoutTanh = first && equations == Equations::Released;
    return {output * (withoutTanh ? cell : torch::tanh(cell)), cell};
}

LstmState ConvLstmImpl::forward(const torch::Tensor& input, const LstmState& previous, Equations equations,
                                const std::stop_token& stop)
{
    const bool first = !previous.hidden.defined();
    std::vector<torch::Tensor> pictures{input};
    torch::Tensor weight = m_inputGates->weight;
    torch::Tensor bias = m_inputGates->bias;
    if (!first) {
        pictures.push_back(previous.hidden);
        weight = torch::cat({weight, m_hiddenGates->weight}, 1);
    }
    if (!first || equations == Equations::Paper)
        bias = bias + m_hiddenGates->bias; // U∗0 leaves the bias
    std::vector<torch::Tensor> inputs = pictures;
    if (!first)
        inputs.push_back(previous.cell);
    const std::vector<Window> windows = windowsOf(input, recordsGradients(inputs, *this));
    LstmState state;
    for (const Window& window : windows) {
        throwIfStopped(stop);
        const torch::Tensor gates = torch::conv2d(gatherAround(pictures, window, m_padding), weight, bias);
        const LstmState part = stateOf(gates, first ? torch::Tensor() : window.of(previous.cell), equations);
        if (windows.size() == 1)
            return part;
        if (!state.hidden.defined())
            state = {torch::empty_like(input), torch::empty_like(input)};
        window.of(state.hidden).copy_(part.hidden);
        window.of(state.cell).copy_(part.cell);
    }
    return state;
}

} // namespace duoscope
