// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/class_slopes.h"
#include "core/attribution/quadrature.h"
#include "core/attribution/score_function.h"
#include "core/base/job.h"

#include <torch/torch.h>

namespace duoscope {

/// What is taken for the attribution of a class.
enum class AttributionKind {
    Exact, ///< equation 8: integrated gradients, summed over the class's region
    /// Integrated gradients summed over all pixels. By completeness that is the score's change from a black picture,
    /// so it takes two forward passes and no backward pass, but what other regions do to a class counts, too.
    Fast,
};

/// How class weights are computed. Defaults follow the paper, with a quadrature that is nearer and cheaper.
struct ClassWeightOptions {
    AttributionKind kind = AttributionKind::Exact;
    /// Of equation 7. The paper's is the right rule with M = 5. Completion tells each region its share of what the sum
    /// over all pixels misses of the score's change from black.
    Quadrature quadrature{QuadratureRule::Midpoint, 2, 3, 0.5};
    /// Take a class's region over the whole batch as one, and its mean attribution instead of the sum into
    /// equation 8, as the released code does. Else each picture stands for itself.
    bool poolBatch = false;
    /// A class that means "no label" and keeps w = ½; -1 for none.
    int ignoredClass = 0;
    double epsilon = 1e-8; ///< ε of equation 8
    /// Nodes and sources are computed together up to so many pixels: a bound on memory, without effect on the result.
    std::int64_t pixelsAtOnce = std::int64_t{1} << 18;
};

/// One source's side of the attribution. [B, C]; 0 for absent classes.
struct SourceAttribution {
    torch::Tensor score; ///< Score^c(I), equation 5
    /// D^c of equation 8 before the ReLU: sum (poolBatch: mean) of S^c over the region, with the quadrature's
    /// completion.
    torch::Tensor attribution;
    /// Completeness residual before any completion, 0 for the fast kind: Σ_p S^c_p − (Score^c(I) − Score^c(0)) over all
    /// pixels; tends to 0 with more steps.
    torch::Tensor residual;
    torch::Tensor change; ///< Score^c(I) − Score^c(0), to set the residual against
};

/// Which source decides in the region of which class (equations 5-8).
struct ClassWeights {
    torch::Tensor regions; ///< class of each pixel, int64 [B, H, W]
    torch::Tensor pixels;  ///< size of each region, int64 [B, C]
    SourceAttribution infrared;
    SourceAttribution visible;
    torch::Tensor infraredWeight; ///< w1 of each class, [B, C]; ½ for absent and ignored classes
};

/// w1 of equation 8 from the attributions of both sources, elementwise:
/// (ReLU D_ir + ε) / (ReLU D_ir + ReLU D_vi + 2ε).
torch::Tensor infraredWeight(const torch::Tensor& infrared, const torch::Tensor& visible, double epsilon);

/// Integrated gradients from a black picture for each class present, exactly as written, of as many nodes of both
/// sources at once as fit.
/// @param scores    y of equation 5
/// @param regions   class of each pixel, int64 [B, H, W] in 0 … C-1
/// @param infrared, visible  [B, 1, H, W] in [0,1]
/// Throws Cancelled between its passes.
ClassWeights attributeClasses(const ScoreFunction& scores, const ClassSlopes& slopes, const torch::Tensor& regions,
                              int classes, const torch::Tensor& infrared, const torch::Tensor& visible,
                              const ClassWeightOptions& options, const JobControl& job);
/// The same with slopes by autograd.
ClassWeights attributeClasses(const ScoreFunction& scores, const torch::Tensor& regions, int classes,
                              const torch::Tensor& infrared, const torch::Tensor& visible,
                              const ClassWeightOptions& options, const JobControl& job);

/// Every class at w1 = ½, without any attribution.
ClassWeights neutralWeights(const torch::Tensor& regions, int classes);

/// One channel a class, 1 inside its region: int64 [B, H, W] → float32 [B, C, H, W].
torch::Tensor oneHotMask(const torch::Tensor& regions, int classes);

/// Paints one value a class over its region: [B, C], [B, H, W] → [B, 1, H, W].
torch::Tensor paintClasses(const torch::Tensor& values, const torch::Tensor& regions);

} // namespace duoscope
