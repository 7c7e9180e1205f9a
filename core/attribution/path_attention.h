// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/quadrature.h"
#include "core/attribution/score_function.h"
#include "core/base/equations.h"

#include <torch/torch.h>

namespace duoscope {

/// What the attention map of a stage is.
enum class AttentionKind {
    Path,     ///< the score's gradient integrated along the stages' images (equation 12)
    Gradient, ///< the score's gradient at the last image alone (Table III, Exp II)
};

std::string toString(AttentionKind kind);
/// "path" or "gradient"; else throws Error(Usage).
AttentionKind parseAttentionKind(std::string_view text);

/// How the attention map enters the gate σ(A) of equation 4.
enum class AttentionScale {
    Paper,        ///< as it is: the score is a mean over pixels, so A is tiny and the gate nearly ½
    TimesPixels,  ///< A·N, the score as a sum over pixels
    Standardised, ///< A / (mean |A| + 1e-12)
};

std::string toString(AttentionScale scale);
/// "paper", "times-pixels" or "standardised"; else throws Error(Usage).
AttentionScale parseAttentionScale(std::string_view text);
/// The map that the gate receives; each sample for itself. [B, 1, H, W].
torch::Tensor scaleAttention(const torch::Tensor& attention, AttentionScale scale);

/// The weights of the attention score (equation 9), Score(f) = Σ weights·y(f), [B, C, H, W].
/// Paper: mask / (H·W), with the one-hot mask of the regions. Released: mask / (B·C·H·W), with soft class scores.
torch::Tensor attentionScoreWeights(const torch::Tensor& mask, Equations equations);

/// Attention along the path f_0, f_1, … of the stages' images (equations 10-12): which pixels' changes raised the
/// segmentation score. Grows by one segment a stage, so each gradient is computed once.
/// A value: copying it keeps the state, to go back to.
class PathAttention {
public:
    PathAttention() = default;
    /// @param start       f_0, [B, 1, H, W]
    /// @param startScore  Score(f_0), [B]
    /// @param segment     quadrature on each segment; the paper's is one step of the right rule, "nk" n steps
    /// @param equations   paper: sum over segments; released: running mean
    PathAttention(torch::Tensor start, torch::Tensor startScore, Quadrature segment, Equations equations,
                  AttentionKind kind = AttentionKind::Path);

    /// Adds the segment from the last image to this one. Throws Cancelled.
    /// @param gathered  ScoreFunction::gathered of the score's weights
    void append(const torch::Tensor& image, const ScoreFunction& scores, const torch::Tensor& gathered,
                const std::stop_token& stop);

    /// A^(k) once f_{k-1} was appended; zero at the start. [B, 1, H, W].
    const torch::Tensor& map() const { return m_map; }
    /// Score of the last image, [B].
    const torch::Tensor& score() const { return m_score; }
    /// Completeness residual Σ_i A_i − (Score(f_{k-1}) − Score(f_0)), with the sum over segments; [B].
    torch::Tensor residual() const { return m_total - (m_score - m_startScore); }
    /// Score(f_{k-1}) − Score(f_0), to set the residual against; [B].
    torch::Tensor change() const { return m_score - m_startScore; }

private:
    Quadrature m_segment;
    Equations m_equations = Equations::Paper;
    AttentionKind m_kind = AttentionKind::Path;
    int m_segments = 0;
    torch::Tensor m_last;
    torch::Tensor m_map;
    torch::Tensor m_total; ///< Σ over pixels and segments, [B]
    torch::Tensor m_startScore;
    torch::Tensor m_score;
};

} // namespace duoscope
