// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/equations.h"
#include "core/net/conv_lstm.h"
#include "core/net/conv_unit.h"

#include <torch/torch.h>

#include "core/net/metadata.h"
#include <stop_token>
#include <string>
#include <vector>

namespace duoscope {

/// Size of the unfolding network. Defaults are the paper's.
struct UnfoldingOptions {
    int stages = 5;                     ///< K, 1 … 32
    int width = 32;                     ///< feature channels, even, 2 … 256
    Padding padding = Padding::Reflect; ///< at the picture's border
    double initialStepSize = 0.01;      ///< ρ_k before training (section IV-A)
    bool shortMemory = true;            ///< false: m_s is zero (Table III, Exp V)
    bool longMemory = true;             ///< false: m_l is zero (Table III, Exp VI)
    bool attentionGate = true;          ///< false: F3 = F2 + Conv(F2) (Table III, Exp I)

    /// Throws Error(Model) where a value is out of its range.
    void check() const;
    Metadata toMetadata() const;
    static UnfoldingOptions fromMetadata(const Metadata& metadata);
};

/// How far the network sees: the largest distance in pixels, in either direction, at which something has a part in a
/// pixel of f_last. Of sources, weights and attention where after is 0; else of what stage `after` hands to the next:
/// its image and memories. Derived from the chain of 3×3 convolutions, each of which sees one pixel further.
/// @param after  0 … last
int receptiveRadius(const UnfoldingOptions& options, int after, int last);

/// What one stage hands to the next. Tensors [B, width, H, W].
struct StageMemory {
    torch::Tensor shortTerm; ///< m_s, equation 13
    torch::Tensor longTerm;  ///< m_l, equation 14
    LstmState lstm;
};

/// Feature maps inside a stage, for inspection and tests. [B, width, H, W].
struct StageFeatures {
    torch::Tensor extracted; ///< F1
    torch::Tensor merged;    ///< F2
    torch::Tensor lstmInput; ///< Conv[F1, F2, F3]
};

/// One application of the proximal operator with its memories (equations 4, 13, 14).
class UnfoldingStageImpl : public torch::nn::Module {
public:
    explicit UnfoldingStageImpl(const UnfoldingOptions& options);

    /// @param proximalInput  F0, [B,1,H,W]
    /// @param attention      A before the sigmoid, [B,1,H,W]; undefined stands for 0
    /// @param memory         in: of the stage before, each part of which is let go when it was used; out: of this
    ///                       one. The long-term memory is left alone where updateLongTerm is false (the last stage,
    ///                       whose memory nobody reads).
    /// @param features       where not null, receives the inner feature maps
    /// @return f_k in (0,1), [B,1,H,W]
    /// Throws Cancelled between its convolutions.
    torch::Tensor forward(const torch::Tensor& proximalInput, const torch::Tensor& attention, StageMemory& memory,
                          Equations equations, bool updateLongTerm, const std::stop_token& stop,
                          StageFeatures* features = nullptr);

    /// As UnfoldingNetwork's.
    void computeInHalfPrecision(torch::ScalarType type);

private:
    bool m_shortMemory;
    bool m_longMemory;
    bool m_attentionGate;
    ConvUnit m_extract{nullptr};
    ConvUnit m_merge{nullptr};
    ConvUnit m_refine{nullptr};
    ConvUnit m_reconstruct{nullptr};
    ConvUnit m_lstmInput{nullptr};
    ConvLstm m_lstm{nullptr};
    ConvUnit m_recall{nullptr};
};
TORCH_MODULE(UnfoldingStage);

/// The unfolding fusion network: K stages, each a gradient step on the data term (equations 2, 3) and a learned
/// proximal operator (equation 4), with unshared weights.
class UnfoldingNetworkImpl : public torch::nn::Module {
public:
    explicit UnfoldingNetworkImpl(const UnfoldingOptions& options);

    const UnfoldingOptions& options() const { return m_options; }

    /// Both memories before stage 1, from the sources [B,1,H,W].
    StageMemory initialMemory(const torch::Tensor& infrared, const torch::Tensor& visible);

    /// Rounds kernels and features to bfloat16 or float16. Images, the layers that read or write them, step sizes and
    /// the ConvLSTM's memory stay float32. For inference only; there is no way back.
    void computeInHalfPrecision(torch::ScalarType type);

    /// ρ_k as a 0-dimensional tensor, k = 1 … K.
    torch::Tensor stepSize(int k) const;

    /// The proximal operator of stage k = 1 … K.
    UnfoldingStage stage(int k) const { return m_stages.at(static_cast<std::size_t>(k - 1)); }

private:
    UnfoldingOptions m_options;
    ConvUnit m_initialInfrared{nullptr};
    ConvUnit m_initialVisible{nullptr};
    std::vector<UnfoldingStage> m_stages;
    torch::Tensor m_stepSizes; ///< ρ, [K]
};
TORCH_MODULE(UnfoldingNetwork);

/// Gradient of the data term at f (equation 3): w1(f − ir) + w2(f − vi) with w2 = 1 − w1. All [B,1,H,W].
torch::Tensor dataGradient(const torch::Tensor& image, const torch::Tensor& infrared, const torch::Tensor& visible,
                           const torch::Tensor& infraredWeight);

} // namespace duoscope
