// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/image_attribution.h"

#include "core/attribution/class_weights.h"
#include "core/attribution/path_attention.h"

#include <algorithm>
#include <vector>

namespace duoscope {

torch::Tensor scoreWeights(const torch::Tensor& regions, int classes, int classId)
{
    if (classId < 0)
        return attentionScoreWeights(oneHotMask(regions, classes), Equations::Paper);
    const torch::Tensor region = (regions == classId).to(torch::kFloat32);
    torch::Tensor weights =
        torch::zeros({regions.size(0), classes, regions.size(1), regions.size(2)}, region.options());
    weights.select(1, classId).copy_(region / region.sum().clamp_min(1));
    return weights;
}

ImageAttribution attributeImage(const ScoreFunction& scores, const torch::Tensor& weights, const torch::Tensor& image,
                                const torch::Tensor& baseline, const ImageAttributionOptions& options,
                                const JobControl& job)
{
    const torch::NoGradGuard noGradient; // scoreGradient() turns it on where it is needed
    const torch::Tensor way = image - baseline;
    const torch::Tensor gathered = scores.gathered(weights);
    const std::vector<QuadratureNode> nodes = options.quadrature.nodes();
    const auto atOnce = static_cast<std::size_t>(std::max<std::int64_t>(1, options.pixelsAtOnce / image.numel()));
    torch::Tensor gradient = torch::zeros_like(image);
    for (std::size_t begin = 0; begin < nodes.size(); begin += atOnce) {
        job.report(static_cast<double>(begin) / static_cast<double>(nodes.size()), "attribution");
        const std::size_t end = std::min(begin + atOnce, nodes.size());
        std::vector<torch::Tensor> pictures;
        for (std::size_t i = begin; i < end; ++i)
            pictures.push_back(baseline + nodes[i].position * way);
        const ScoreGradient there = scoreGradient(scores, gathered, torch::cat(pictures), job.stopToken());
        for (std::size_t i = begin; i < end; ++i)
            gradient += nodes[i].weight * there.gradient.narrow(0, static_cast<std::int64_t>(i - begin), 1);
    }
    const auto scoreOf = [&](const torch::Tensor& picture) {
        job.checkStop();
        return (gathered * scores.coarse(picture)).sum(torch::kFloat64).item<double>();
    };
    ImageAttribution result;
    result.map = gradient * way;
    result.score = scoreOf(image);
    result.baselineScore = scoreOf(baseline);
    result.residual = result.map.sum(torch::kFloat64).item<double>() - result.change();
    job.report(1.0, "attribution");
    return result;
}

} // namespace duoscope
