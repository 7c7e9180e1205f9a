// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/net/cross_fusion.h"
#include "core/net/metadata.h"
#include "core/net/transformer_block.h"

#include <torch/torch.h>

#include <vector>

namespace duoscope {

/// Size of ReFusion's fusion network. Defaults are those of the released weights.
struct ReFusionOptions {
    int width = 16; ///< feature channels of one source, a multiple of heads, 1 … 256
    int heads = 8;  ///< of every attention, 1 … 64
    int blocks = 2; ///< transformer blocks of each encoder and of the decoder, 1 … 16

    /// Throws Error(Model) where a value is out of its range.
    void check() const;
    Metadata toMetadata() const;
    static ReFusionOptions fromMetadata(const Metadata& metadata);
};

/// The fusion module F of ReFusion (Bai et al., "ReFusion: Learning Image Fusion from Reconstruction with Learnable
/// Loss via Meta-Learning", IJCV 2024): an encoder for each source, cross fusion, a decoder, all at full resolution.
/// 60,176 multiplications a pixel at the default size.
class ReFusionNetworkImpl : public torch::nn::Module {
public:
    explicit ReFusionNetworkImpl(const ReFusionOptions& options);

    const ReFusionOptions& options() const { return m_options; }

    /// @param first   [B, 1, H, W] in [0,1], any H and W; which source is the first depends on the weights' task
    /// @param second  likewise
    /// @return the fused image in (0,1), [B, 1, H, W]. All pixels have a part in every other: tiles give other results.
    /// Throws Cancelled between its blocks.
    torch::Tensor forward(const torch::Tensor& first, const torch::Tensor& second, const JobControl& job = {});

private:
    using Blocks = std::vector<TransformerBlock>;
    Blocks makeBlocks(const std::string& name, int channels);

    ReFusionOptions m_options;
    torch::nn::Conv2d m_embedFirst{nullptr};
    torch::nn::Conv2d m_embedSecond{nullptr};
    Blocks m_encodeFirst;
    Blocks m_encodeSecond;
    CrossFusion m_fuse{nullptr};
    Blocks m_decode;
    torch::nn::Conv2d m_reduce{nullptr};
    torch::nn::Conv2d m_reconstruct{nullptr};
};
TORCH_MODULE(ReFusionNetwork);

} // namespace duoscope
