// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/deeplab.h"

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace duoscope {

/// Gradients of weighted sums of one class's logits through the decoder. Where a class's weights are zero, as they are
/// outside its region, so is most of the way back: it is computed for patches that hold weights, with as many pixels
/// around them as the decoder's convolutions see. The same as autograd's gradients to rounding.
class DecoderGradient {
public:
    /// The network must be folded (DeepLabImpl::foldNormalisation).
    /// @param input  of the decoder, [B, any, h, w]
    DecoderGradient(const DeepLab& network, const torch::Tensor& input);

    /// Coarse logits, [B, C, h, w].
    const torch::Tensor& logits() const { return m_layers.back().output; }

    /// Adds ∂/∂input of Σ weights·logits of a class.
    /// @param gradients  [B, any, h, w], in place
    /// @param weights  [B, h, w]
    void addTo(const torch::Tensor& gradients, std::int64_t classId, const torch::Tensor& weights) const;

private:
    struct Layer {
        torch::nn::Conv2d convolution{nullptr};
        torch::Tensor output; ///< after ReLU where there is one
    };

    std::vector<Layer> m_layers;
    std::int64_t m_around = 0; ///< pixels around a patch
};

} // namespace duoscope
