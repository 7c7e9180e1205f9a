// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace duoscope {

/// Layer normalisation over the channels of each pixel, with a weight and a bias a channel (Zamir et al., "Restormer",
/// CVPR 2022). The variance is the biased one; 1e-5 is added to it. [B, C, H, W] → the same.
class ChannelNormImpl : public torch::nn::Module {
public:
    explicit ChannelNormImpl(int channels);
    torch::Tensor forward(const torch::Tensor& input);

private:
    torch::Tensor m_weight; ///< [C]
    torch::Tensor m_bias;   ///< [C]
};
TORCH_MODULE(ChannelNorm);

} // namespace duoscope
