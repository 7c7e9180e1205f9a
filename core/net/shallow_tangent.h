// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/mobilenet_v2.h"
#include "core/net/patches.h"

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace duoscope {

/// How low-level features change when pixels of a region do: forward-mode derivatives through the layers whose pictures
/// are large. Where a direction is zero, so is most of its way: it is computed for patches that hold the region, with
/// the pixels around them that these layers reach. The same as autograd's derivatives to rounding.
class ShallowTangent {
public:
    /// A change of features: of `patches` of them; zero elsewhere.
    struct Change {
        Patches patches;
        torch::Tensor values; ///< as Patches::cut gives them

        /// Σ change·picture of each sample, [B, 24, h, w] → [B].
        torch::Tensor dot(const torch::Tensor& picture) const;
        void addTo(const torch::Tensor& picture) const;
    };

    /// The backbone must be folded.
    /// @param image  [B, 1, H, W]
    ShallowTangent(const MobileNetV2& backbone, const torch::Tensor& image);

    /// MobileNetV2Impl::low of the image, [B, 24, h, w].
    const torch::Tensor& low() const { return m_low; }

    /// Derivative of low() along a direction, [B, 1, H, W].
    Change along(const torch::Tensor& direction) const;

private:
    struct Layer {
        torch::nn::Conv2d convolution{nullptr};
        torch::Tensor activation; ///< after ReLU6; undefined where there is none
        std::int64_t cell = 1;    ///< its pixels for each of the features
    };
    struct Block {
        std::vector<Layer> layers;
        bool skip = false;
    };

    std::vector<Block> m_blocks;
    torch::Tensor m_low;
    std::int64_t m_margin = 0; ///< features around a patch
};

} // namespace duoscope
