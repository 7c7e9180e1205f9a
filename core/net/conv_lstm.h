// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/equations.h"
#include "core/net/conv_unit.h"

#include <torch/torch.h>

namespace duoscope {

/// What a ConvLSTM carries from stage to stage. Both undefined before the first stage, else [B, width, H, W].
struct LstmState {
    torch::Tensor hidden; ///< h; of float32, as the cell, where the kernels are in half precision
    torch::Tensor cell;   ///< c
};

/// Convolutional LSTM (equation 15), the network's long-term memory:
///   i, g, o = σ(W∗z + U∗h + b), c ← g·c + i·tanh(W∗z + U∗h + b), h = o·tanh(c).
/// All gates are one convolution of z and h together; channel order forget, input, output, candidate.
class ConvLstmImpl : public torch::nn::Module {
public:
    ConvLstmImpl(int width, Padding padding);

    /// @param input  z, [B, width, H, W]
    /// The first step (undefined state) starts from h = c = 0; there the released code leaves out U∗h with its bias
    /// and takes h = o·c without tanh. Throws Cancelled between strips.
    LstmState forward(const torch::Tensor& input, const LstmState& previous, Equations equations,
                      const std::stop_token& stop);

private:
    Padding m_padding;
    torch::nn::Conv2d m_inputGates{nullptr};  ///< W, b
    torch::nn::Conv2d m_hiddenGates{nullptr}; ///< U, b
};
TORCH_MODULE(ConvLstm);

} // namespace duoscope
