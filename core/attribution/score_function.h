// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <concepts>
#include <functional>
#include <stop_token>

namespace duoscope {

/// Class scores y of a picture: [B, 1, H, W] → [B, C, H, W], differentiable in the picture. Samples of a batch must
/// not influence each other. Usually a segmentation network in evaluation mode.
///
/// A network computes scores at fewer points and enlarges them, which is linear. What is wanted of scores are weighted
/// sums, and those can be had before enlarging: with weights that went the way back, once for all pictures.
class ScoreFunction {
public:
    using Map = std::function<torch::Tensor(const torch::Tensor&)>;

    /// Scores that are computed at every pixel.
    template <typename Function>
    requires std::constructible_from<Map, Function> ScoreFunction(Function full)
        : m_coarse(std::move(full)) // as a function wherever one is expected
    {
    }

    /// @param coarse   [B, 1, H, W] → [B, C, h, w]
    /// @param gather   the transpose of enlarging: [B, C, H, W] → [B, C, h, w]
    ScoreFunction(Map coarse, Map gather) : m_coarse(std::move(coarse)), m_gather(std::move(gather)) {}

    /// Scores before they are enlarged, [B, C, h, w].
    torch::Tensor coarse(const torch::Tensor& image) const { return m_coarse(image); }

    /// Weights of the scores before they are enlarged: Σ weights·y = Σ gathered(weights)·coarse.
    torch::Tensor gathered(const torch::Tensor& weights) const { return m_gather ? m_gather(weights) : weights; }

private:
    Map m_coarse;
    Map m_gather; ///< null: the identity
};

/// A weighted sum of scores and how it changes with the picture.
struct ScoreGradient {
    torch::Tensor score;    ///< Σ weights·y, one value a sample, [B]
    torch::Tensor gradient; ///< ∂score/∂image, [B, 1, H, W]
};

/// Value and gradient of Σ_{c,p} weights·y(image) for each sample.
/// @param gathered  ScoreFunction::gathered of the weights
/// Throws Cancelled before and after its passes.
ScoreGradient scoreGradient(const ScoreFunction& scores, const torch::Tensor& gathered, const torch::Tensor& image,
                            const std::stop_token& stop);

} // namespace duoscope
