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

LstmState ConvLstmImpl::stateOf(torch::Tensor gates, const torch::Tensor& cellBefore, Equations equations) const
{
    const std::vector<torch::Tensor> parts = torch::sigmoid_(gates).chunk(4, 1);
    torch::Tensor cell = parts[1] * (2 * parts[3] - 1); // tanh x = 2σ(2x) − 1
    const bool first = !cellBefore.defined();
    if (!first)
        cell = torch::addcmul(cell, parts[0], cellBefore);
    const bool withoutTanh = first && equations == Equations::Released;
    return {parts[2] * (withoutTanh ? cell : torch::tanh(cell)), cell};
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
    torch::Tensor factor = torch::ones_like(bias); // candidates are doubled, so that all gates are one sigmoid
    factor.slice(0, factor.size(0) / 4 * 3).fill_(2);
    weight = weight * factor.view({-1, 1, 1, 1});
    bias = bias * factor;
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
