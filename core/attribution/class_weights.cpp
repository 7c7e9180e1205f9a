// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/class_weights.h"

namespace duoscope {
namespace {

/// 1/N_c for each sample and class, so that a sum over the region becomes a mean. [B, C]; 0 for absent classes.
torch::Tensor inverseCounts(const torch::Tensor& pixels, bool poolBatch)
{
    torch::Tensor counts = pixels.to(torch::kFloat64);
    if (poolBatch)
        counts = counts.sum(0, true).expand_as(counts);
    return torch::where(counts > 0, 1.0 / counts.clamp_min(1.0), torch::zeros_like(counts)).to(torch::kFloat32);
}

/// Equation 5 for all classes at once. Pooled: each sample's share of the batch's mean. [B, C].
torch::Tensor classScores(const torch::Tensor& y, const torch::Tensor& masks, const torch::Tensor& inverse)
{
    return (y * masks).sum({2, 3}) * inverse;
}

class Integrator {
public:
    Integrator(const ScoreFunction& scores, const torch::Tensor& masks, const torch::Tensor& inverse,
               const torch::Tensor& present, const ClassWeightOptions& options)
        : m_scores(scores), m_masks(masks), m_inverse(inverse), m_present(present), m_options(options)
    {
    }

    SourceAttribution attribute(const torch::Tensor& image, const JobControl& job) const
    {
        const auto nodes = m_options.quadrature.nodes();
        const torch::Tensor zeros = torch::zeros_like(m_inverse);
        SourceAttribution result{zeros.clone(), zeros.clone(), zeros.clone(), zeros.clone()};
        torch::Tensor everywhere = zeros.clone(); // Σ over all pixels, for completeness
        for (std::size_t n = 0; n < nodes.size(); ++n) {
            job.report(static_cast<double>(n) / static_cast<double>(nodes.size()), "class attribution");
            addNode(image, nodes[n], result.attribution, everywhere, job);
        }
        const torch::NoGradGuard noGradient;
        job.checkStop();
        result.score = scoreOf(image);
        job.checkStop();
        result.change = result.score - scoreOf(torch::zeros_like(image));
        if (m_options.poolBatch) { // one region across the batch: its parts add up, in every sample alike
            for (torch::Tensor* value : {&result.score, &result.change, &everywhere, &result.attribution})
                *value = value->sum(0, true).expand_as(*value).contiguous();
            result.attribution *= m_inverse;
        }
        result.residual = everywhere - result.change;
        return result;
    }

private:
    torch::Tensor scoreOf(const torch::Tensor& image) const { return classScores(m_scores(image), m_masks, m_inverse); }

    /// Adds one node's share of equation 7 for every class.
    void addNode(const torch::Tensor& image, const QuadratureNode& node, torch::Tensor& inRegion,
                 torch::Tensor& everywhere, const JobControl& job) const
    {
        job.checkStop();
        const torch::AutoGradMode withGradient(true);
        const torch::Tensor point = (image * node.position).detach().requires_grad_(true);
        const torch::Tensor scores = classScores(m_scores(point), m_masks, m_inverse).sum(0); // [C]
        const std::int64_t last = m_present[-1].item<std::int64_t>();
        for (std::int64_t i = 0; i < m_present.size(0); ++i) {
            job.checkStop();
            const std::int64_t c = m_present[i].item<std::int64_t>();
            const torch::Tensor gradient = torch::autograd::grad({scores[c]}, {point}, {}, c != last)[0];
            const torch::Tensor share = gradient * image * node.weight; // S^c of this node, [B, 1, H, W]
            everywhere.select(1, c) += share.sum({1, 2, 3});
            inRegion.select(1, c) += (share.squeeze(1) * m_masks.select(1, c)).sum({1, 2});
        }
    }

    const ScoreFunction& m_scores;
    const torch::Tensor& m_masks;   ///< [B, C, H, W]
    const torch::Tensor& m_inverse; ///< [B, C]
    const torch::Tensor& m_present; ///< ids of the classes to attribute, int64
    const ClassWeightOptions& m_options;
};

} // namespace

torch::Tensor infraredWeight(const torch::Tensor& infrared, const torch::Tensor& visible, double epsilon)
{
    const torch::Tensor a = torch::relu(infrared);
    const torch::Tensor b = torch::relu(visible);
    return (a + epsilon) / (a + b + 2 * epsilon);
}

ClassWeights attributeClasses(const ScoreFunction& scores, const torch::Tensor& regions, int classes,
                              const torch::Tensor& infrared, const torch::Tensor& visible,
                              const ClassWeightOptions& options, const JobControl& job)
{
    ClassWeights result = neutralWeights(regions, classes);
    const torch::Tensor masks = oneHotMask(regions, classes);
    const torch::Tensor inverse = inverseCounts(result.pixels, options.poolBatch);
    torch::Tensor wanted = result.pixels.sum(0) > 0;
    if (options.ignoredClass >= 0 && options.ignoredClass < classes)
        wanted[options.ignoredClass] = false;
    const torch::Tensor present = wanted.nonzero().squeeze(1);
    if (present.size(0) == 0)
        return result;

    const Integrator integrator(scores, masks, inverse, present, options);
    result.infrared = integrator.attribute(infrared, job.part(0.0, 0.5));
    result.visible = integrator.attribute(visible, job.part(0.5, 1.0));
    const torch::Tensor weights =
        infraredWeight(result.infrared.attribution, result.visible.attribution, options.epsilon);
    result.infraredWeight = torch::where(wanted.unsqueeze(0), weights, result.infraredWeight);
    return result;
}

ClassWeights neutralWeights(const torch::Tensor& regions, int classes)
{
    const torch::Tensor pixels = torch::one_hot(regions, classes).sum({1, 2});
    const torch::Tensor zeros = torch::zeros({regions.size(0), classes}, regions.options().dtype(torch::kFloat32));
    const SourceAttribution none{zeros, zeros, zeros, zeros};
    return {regions, pixels, none, none, torch::full_like(zeros, 0.5)};
}

torch::Tensor oneHotMask(const torch::Tensor& regions, int classes)
{
    return torch::one_hot(regions, classes).permute({0, 3, 1, 2}).to(torch::kFloat32);
}

torch::Tensor paintClasses(const torch::Tensor& values, const torch::Tensor& regions)
{
    const torch::Tensor flat = regions.flatten(1);
    return values.gather(1, flat).view_as(regions).unsqueeze(1);
}

} // namespace duoscope
