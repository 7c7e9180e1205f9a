// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/segmentation_loss.h"

namespace duoscope {

torch::Tensor classWeights(const PackedDataset& dataset, double balance)
{
    torch::Tensor counts = torch::zeros({256}, torch::kFloat64);
    for (const PackedSource& source : dataset.training)
        for (const PackedSample& sample : source.samples)
            if (sample.label.defined())
                counts += torch::bincount(sample.label.flatten().to(torch::kInt64), {}, 256);
    counts = counts.narrow(0, 0, dataset.classes()).clone();
    if (dataset.ignoredClass >= 0)
        counts[dataset.ignoredClass] = 0;
    const torch::Tensor present = counts > 0;
    if (!present.any().item<bool>())
        return torch::ones({dataset.classes()});
    const torch::Tensor median = counts.index({present}).median();
    const torch::Tensor weights = (median / counts.clamp_min(1)).pow(balance).clamp(0.25, 4.0);
    return torch::where(present, weights, torch::zeros_like(weights)).to(torch::kFloat32);
}

SegmentationTarget labelTarget(const torch::Tensor& labels, const torch::Tensor& boxed, const torch::Tensor& weights)
{
    const torch::Tensor known = labels < weights.size(0);
    const torch::Tensor safe = torch::where(known, labels, torch::zeros_like(labels));
    return {labels, weights.index({safe}) * known, boxed};
}

void addPseudoLabels(SegmentationTarget& target, const torch::Tensor& probabilities, const torch::Tensor& believed,
                     double confidence, double weight, const torch::Tensor& weights)
{
    const torch::Tensor outside = (target.labels == kOutsideBoxesLabel).unsqueeze(1);
    const torch::Tensor excluded = target.boxed.unsqueeze(2).unsqueeze(3);
    const auto [best, id] = probabilities.masked_fill(outside & excluded, 0).max(1);
    const torch::Tensor open = target.labels >= kOutsideBoxesLabel;
    const torch::Tensor taken = open & (best >= confidence) & believed.view({-1, 1, 1});
    target.labels = torch::where(taken, id, target.labels);
    target.weights = torch::where(taken, weights.index({id}) * weight, target.weights);
}

SegmentationTarget taughtTarget(const torch::Tensor& labels, const torch::Tensor& boxed, const torch::Tensor& sources,
                                const torch::Tensor& open, DeepLab teacher, const SegmentationPhase& phase,
                                const torch::Tensor& classWeights, const std::stop_token& stop)
{
    SegmentationTarget target = labelTarget(labels, boxed, classWeights);
    if (!open.any().item<bool>())
        return target;
    const torch::NoGradGuard noGradient;
    const torch::Tensor asked = open.nonzero().squeeze(1);
    const torch::Tensor pictures = sources.index_select(0, asked); // [b, 2, H, W]
    const torch::Tensor both = teacher->forward(pictures.flatten(0, 1).unsqueeze(1), stop).softmax(1);
    const torch::Tensor opinion = both.unflatten(0, {pictures.size(0), 2}).mean(1); // [b, C, H, W]
    torch::Tensor probabilities =
        torch::zeros({open.size(0), both.size(1), both.size(2), both.size(3)}, both.options());
    probabilities.index_copy_(0, asked, opinion);
    addPseudoLabels(target, probabilities, open, phase.pseudoConfidence, phase.pseudoWeight, classWeights);
    return target;
}

torch::Tensor segmentationLoss(const torch::Tensor& logits, const SegmentationTarget& target, double partialWeight)
{
    const torch::Tensor logProbabilities = torch::log_softmax(logits, 1);
    const torch::Tensor known = target.labels < logits.size(1);
    const torch::Tensor safe = torch::where(known, target.labels, torch::zeros_like(target.labels));
    const torch::Tensor entropies = -logProbabilities.gather(1, safe.unsqueeze(1)).squeeze(1);
    const torch::Tensor loss = (entropies * target.weights).sum() / target.weights.sum().clamp_min(1.0);
    const torch::Tensor outside = target.labels == kOutsideBoxesLabel;
    if (partialWeight == 0 || !outside.any().item<bool>())
        return loss;
    const torch::Tensor excluded = target.boxed.unsqueeze(2).unsqueeze(3).to(logits.scalar_type());
    const torch::Tensor share = (logProbabilities.exp() * excluded).sum(1);
    const torch::Tensor penalty = -torch::log1p(-share.clamp_max(0.999));
    return loss + partialWeight * (penalty * outside).sum() / outside.sum();
}

} // namespace duoscope
