// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/deeplab.h"
#include "core/training/packed_dataset.h"
#include "core/training/training_options.h"

#include <torch/torch.h>

#include <stop_token>

namespace duoscope {

/// What a segmentation network is told about each pixel of a batch.
struct SegmentationTarget {
    torch::Tensor labels;  ///< int64 [B, H, W]: class ids, kUnknownLabel or kOutsideBoxesLabel
    torch::Tensor weights; ///< float32 [B, H, W]: of the pixels that have a class
    torch::Tensor boxed;   ///< bool [B, C]: classes that kOutsideBoxesLabel excludes
};

/// Weights of the classes by their rarity in the training labels: (median share / share)^balance, within [¼, 4];
/// 0 for classes without any pixel and the ignored one. [C].
torch::Tensor classWeights(const PackedDataset& dataset, double balance);

/// The target that labels alone give: each labelled pixel with the weight of its class.
SegmentationTarget labelTarget(const torch::Tensor& labels, const torch::Tensor& boxed,
                               const torch::Tensor& classWeights);

/// Fills what labels leave open with a teacher's opinion where it is confident.
/// @param probabilities  of the teacher, [B, C, H, W]
/// @param believed       bool [B]: in which samples the teacher is asked
void addPseudoLabels(SegmentationTarget& target, const torch::Tensor& probabilities, const torch::Tensor& believed,
                     double confidence, double weight, const torch::Tensor& classWeights);

/// The labels' target, and where samples leave something open the mean opinion of a teacher on both modalities, which
/// are thereby taught to agree. All tensors on one device.
/// @param labels   int64 [B, H, W]
/// @param sources  infrared and visible, [B, 2, H, W]
/// @param open     bool [B]: the samples the teacher is asked about
SegmentationTarget taughtTarget(const torch::Tensor& labels, const torch::Tensor& boxed, const torch::Tensor& sources,
                                const torch::Tensor& open, DeepLab teacher, const SegmentationPhase& phase,
                                const torch::Tensor& classWeights, const std::stop_token& stop);

/// Weighted mean cross-entropy over the pixels with a class, plus partialWeight times the mean of −log(1 − Σ p of the
/// boxed classes) over the pixels outside all boxes.
/// @param logits  [B, C, H, W]
torch::Tensor segmentationLoss(const torch::Tensor& logits, const SegmentationTarget& target, double partialWeight);

} // namespace duoscope
