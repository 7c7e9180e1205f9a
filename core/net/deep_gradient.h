// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/deeplab.h"
#include "core/net/recorded_layers.h"

#include <torch/torch.h>

#include <optional>
#include <stop_token>
#include <vector>

namespace duoscope {

/// Gradients through what lies between the low-level features and the decoder: the encoder's deep blocks, the pyramid,
/// the enlarging and the shortcut. The same as autograd's to rounding, for several classes at once.
class DeepGradient {
public:
    /// The network must be folded. Throws Cancelled.
    /// @param low  low-level features, [B, 24, h, w]
    DeepGradient(const DeepLab& network, const torch::Tensor& low, const std::stop_token& stop);

    /// What the decoder makes logits of, [B, any, h, w].
    const torch::Tensor& decoderInput() const { return m_decoderInput; }

    /// Gradients in decoderInput() → in the low-level features, several of each sample, all samples' first ones first:
    /// [K·B, any, h, w] → [K·B, 24, h, w]. Throws Cancelled.
    torch::Tensor back(const torch::Tensor& gradients, const std::stop_token& stop) const;

private:
    struct Block {
        RecordedLayers layers;
        bool hasSkip;
    };
    struct Pyramid {
        std::vector<RecordedLayers> branches;
        RecordedLayers mean;
        RecordedLayers project;

        explicit Pyramid(const AtrousPyramid& pyramid);
        torch::Tensor forward(const torch::Tensor& input);
        torch::Tensor back(const torch::Tensor& gradient) const;
    };

    std::vector<Block> m_blocks;
    std::optional<Pyramid> m_pyramid;
    RecordedLayers m_shortcut;
    std::vector<std::int64_t> m_highSize; ///< what is enlarged
    torch::Tensor m_decoderInput;
};

} // namespace duoscope
