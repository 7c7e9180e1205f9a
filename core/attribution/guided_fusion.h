// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/class_weights.h"
#include "core/attribution/path_attention.h"
#include "core/net/model.h"

#include <torch/torch.h>

namespace duoscope {

/// How attribution guides the unfolding network.
struct GuidanceOptions {
    Equations equations = Equations::Paper;
    bool attribution = true; ///< off: every w = ½ and A = 0
    ClassWeightOptions classWeights;
    AttentionKind attention = AttentionKind::Path;
    Quadrature pathSegment{QuadratureRule::Right, 1}; ///< of equation 12
    AttentionScale attentionScale = AttentionScale::Paper;
    bool softMask = false; ///< equation 9 with soft class scores of f_0 instead of their one-hot arg max
    bool dataStep = true;  ///< the gradient step of equation 2; the released code leaves it out

    /// What the paper says, or what the released code does.
    static GuidanceOptions forEquations(Equations equations);
    /// forEquations, with what the model's guidance says instead: "attention", "attention_scale" and "path_steps".
    /// Throws Error(Model) where that makes no sense.
    static GuidanceOptions forModel(const Model& model);
    /// The entries that forModel reads.
    Metadata toMetadata() const;
};

/// All that is known of a pair before stage 1.
struct FusionStart {
    torch::Tensor infrared;     ///< [B, 1, H, W] in [0,1]
    torch::Tensor visible;      ///< likewise
    torch::Tensor initialImage; ///< f_0, the mean of the sources
    torch::Tensor scoreWeights; ///< of the attention score, [B, C, H, W]
    torch::Tensor gathered;     ///< the same of scores before they are enlarged (ScoreFunction::gathered)
    ClassWeights classWeights;
    PathAttention attention; ///< at its start
};

/// Where a fusion stands after stage k. A value: keep a copy to come back to it.
struct FusionState {
    int k = 0;
    torch::Tensor image; ///< f_k, [B, 1, H, W]
    StageMemory memory;
    PathAttention attention; ///< integrated up to f_{k-1}
};

/// What a stage used on its way.
struct StageRecord {
    torch::Tensor gradient;  ///< of the data term at f_{k-1}, equation 3, [B, 1, H, W]
    torch::Tensor attention; ///< A^(k) before scaling and sigmoid, [B, 1, H, W]
    double stepSize = 0;     ///< ρ_k
};

/// UAAFusion on tensors: the segmentation network says which source matters where, the unfolding network fuses.
/// Both networks must be in evaluation mode; whether gradients are recorded through a stage is the caller's choice
/// (attribution itself is constant to them).
class GuidedFusion {
public:
    GuidedFusion(Model model, GuidanceOptions options);

    const Model& model() const { return m_model; }
    const GuidanceOptions& options() const { return m_options; }

    /// Class scores of a picture. Throws Cancelled between layers.
    torch::Tensor scores(const torch::Tensor& image, const std::stop_token& stop) const;

    /// Class weights and the path's start for regions that are known, int64 [B, H, W]. Throws Cancelled.
    FusionStart prepareFor(const torch::Tensor& regions, const torch::Tensor& infrared, const torch::Tensor& visible,
                           const JobControl& job) const;

    /// Segmentation of f_0, class weights, and the path's start. Throws Cancelled.
    FusionStart prepare(const torch::Tensor& infrared, const torch::Tensor& visible, const JobControl& job) const;

    /// The same start for pictures that are smaller by a whole factor ≥ 1, with the same regions and class weights: for
    /// previews. Throws Cancelled.
    FusionStart reduced(const FusionStart& start, int factor, const std::stop_token& stop) const;

    /// The state before stage 1.
    FusionState initialState(const FusionStart& start) const;

    /// Computes stage k + 1.
    /// @param infraredWeight  w1, [B, 1, H, W]
    /// What the state remembers is let go as soon as it is used. Throws Cancelled between layers; then the state is
    /// of no more use, but copies of it are.
    StageRecord advance(FusionState& state, const FusionStart& start, const torch::Tensor& infraredWeight,
                        const JobControl& job) const;

    /// The same for an attention that is known; leaves the state's own alone.
    /// @param infrared, visible, infraredWeight  of the state's size
    /// @param gate  the attention as the gate receives it, scaled, of the state's size
    /// @return gradient of the data term at f_{k-1}, equation 3
    torch::Tensor applyStage(FusionState& state, const torch::Tensor& infrared, const torch::Tensor& visible,
                             const torch::Tensor& infraredWeight, const torch::Tensor& gate,
                             const std::stop_token& stop) const;

private:
    /// @param y  the scores of f_0, which are let go when they were used
    FusionStart start(torch::Tensor y, const torch::Tensor& regions, const torch::Tensor& infrared,
                      const torch::Tensor& visible, const JobControl& job) const;
    ScoreFunction scoreFunction(const std::stop_token& stop) const;

    // Module handles are shared pointers; evaluating a module is not a const call in LibTorch.
    mutable Model m_model;
    GuidanceOptions m_options;
};

} // namespace duoscope
