// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/conv_lstm.h"

#include "core/base/job.h"
#include "core/net/lstm_cell.h"

#include <ATen/Parallel.h>

namespace duoscope {
namespace {

bool isHalf(const torch::Tensor& tensor)
{
    return tensor.scalar_type() == torch::kBFloat16 || tensor.scalar_type() == torch::kFloat16;
}

/// Equation 15 from the gates before their functions; the memory before is undefined in the first step.
LstmState stateOf(const torch::Tensor& gates, const torch::Tensor& before, bool withoutTanh)
{
    const std::vector<torch::Tensor> parts = gates.chunk(4, 1);
    const torch::Tensor inputGate = torch::sigmoid(parts[1]);
    const torch::Tensor output = torch::sigmoid(parts[2]);
    torch::Tensor cell = inputGate * torch::tanh(parts[3]);
    if (before.defined())
        cell = cell + torch::sigmoid(parts[0]) * before;
    return {output * (withoutTanh ? cell : torch::tanh(cell)), cell};
}

/// Writes the state in a strip, without gradients.
/// @param gates   of the strip, [B, 4·width, rows, W]
/// @param before  c of the whole picture; undefined in the first step
/// @param state   of the whole picture; it and before lie in memory as channels_last
void writeState(const torch::Tensor& gates, const torch::Tensor& before, const LstmState& state, const Strip& strip,
                bool tanhOfCell)
{
    const torch::Tensor values = gates.contiguous(torch::MemoryFormat::ChannelsLast);
    const std::int64_t width = state.cell.size(1);
    const std::int64_t row = state.cell.size(3) * width;
    const std::int64_t rows = strip.end - strip.begin;
    const float* gate = values.data_ptr<float>();
    const float* old = before.defined() ? before.data_ptr<float>() : nullptr;
    float* hidden = state.hidden.data_ptr<float>();
    float* cell = state.cell.data_ptr<float>();
    at::parallel_for(0, values.size(0) * rows, 8, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            const std::int64_t at = (i / rows * state.cell.size(2) + strip.begin + i % rows) * row;
            lstmCell(gate + i * 4 * row, old ? old + at : nullptr, hidden + at, cell + at, state.cell.size(3), width,
                     tanhOfCell);
        }
    });
}

} // namespace

ConvLstmImpl::ConvLstmImpl(int width, Padding padding)
    : m_padding(padding),
      m_inputGates(register_module("input_gates", torch::nn::Conv2d(innerConv3x3(width, 4 * width)))),
      m_hiddenGates(register_module("hidden_gates", torch::nn::Conv2d(innerConv3x3(width, 4 * width))))
{
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
    const auto gatesIn = [&](const Strip& strip) {
        throwIfStopped(stop);
        const torch::Tensor gates =
            torch::conv2d(gatherAround(pictures, strip, m_padding, weight.scalar_type()), weight, bias);
        return isHalf(gates) ? gates.to(torch::kFloat32) : gates; // what adds up from stage to stage is not rounded
    };
    const bool withoutTanh = first && equations == Equations::Released;
    if (torch::GradMode::is_enabled() || !input.device().is_cpu() || input.scalar_type() == torch::kFloat64)
        return stateOf(gatesIn(Strip::whole(input)), previous.cell, withoutTanh);

    const auto last = torch::MemoryFormat::ChannelsLast;
    const torch::Tensor before = first ? torch::Tensor() : previous.cell.contiguous(last);
    const auto empty = [&] { return torch::empty(input.sizes(), input.options().dtype(torch::kFloat32), last); };
    LstmState state{empty(), empty()};
    for (const Strip& strip : stripsOf(input))
        writeState(gatesIn(strip), before, state, strip, !withoutTanh);
    return state;
}

} // namespace duoscope
