// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/quadrature.h"
#include "core/attribution/score_function.h"
#include "core/base/job.h"

#include <torch/torch.h>

#include <cstdint>

namespace duoscope {

/// How the score of one picture is attributed to its pixels.
struct ImageAttributionOptions {
    /// Along the line from the baseline. More steps, a smaller completeness residual. With the bundled model and a
    /// synthetic scene the defaults leave 3 % of the score's change from black; 32 steps leave 21 %.
    Quadrature quadrature{QuadratureRule::Midpoint, 64, 3};
    /// Nodes are computed together up to so many pixels: a bound on memory, without effect on the result.
    std::int64_t pixelsAtOnce = std::int64_t{1} << 18;
};

/// Which pixels' values raised a picture's score above that of a baseline.
struct ImageAttribution {
    torch::Tensor map;        ///< signed, score per pixel, [1, 1, H, W]
    double score = 0;         ///< of the picture
    double baselineScore = 0; ///< of the baseline
    double residual = 0;      ///< completeness: Σ map − (score − baselineScore); tends to 0 with more steps

    double change() const { return score - baselineScore; }
};

/// The weights of a picture's score, Score(I) = Σ weights·y(I), for the classes that its pixels have.
/// @param regions  class of each pixel, int64 [1, H, W]
/// @param classId  -1: the mean over all pixels of the score of each pixel's class (equation 9); else the mean of this
///                 class's score over its region (equation 5), 0 everywhere where the picture has none of it
/// @return [1, classes, H, W]
torch::Tensor scoreWeights(const torch::Tensor& regions, int classes, int classId);

/// Integrated gradients (Sundararajan et al., ICML 2017) along the straight line from a baseline to a picture.
/// @param scores    y, a score function of its own for each sample of a batch
/// @param weights   of the score, [1, C, H, W]
/// @param image, baseline  [1, 1, H, W]
/// Reports progress; throws Cancelled between its passes.
ImageAttribution attributeImage(const ScoreFunction& scores, const torch::Tensor& weights, const torch::Tensor& image,
                                const torch::Tensor& baseline, const ImageAttributionOptions& options,
                                const JobControl& job);

} // namespace duoscope
