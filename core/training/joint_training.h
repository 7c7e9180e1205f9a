// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/guided_fusion.h"
#include "core/training/drawn_ahead.h"
#include "core/training/fusion_loss.h"
#include "core/training/pair_batch.h"
#include "core/training/segmentation_batch.h"
#include "core/training/segmentation_loss.h"
#include "core/training/training_phase.h"

#include <memory>
#include <vector>

namespace duoscope {

/// Trains both networks in step with equations 16 and 17: the segmentation network's attribution decides which source
/// the fusion network keeps close to, and what segments better is a better fusion. Attribution, its weights and the
/// attention are constants to the gradient.
class JointTraining : public TrainingPhase {
public:
    /// The model is trained in place. Its segmentation network should know its classes already: it labels what has no
    /// label, as it is before the first step. The dataset must outlive the phase.
    JointTraining(const Model& model, const PackedDataset& dataset, const TrainingOptions& options,
                  torch::Device device);

    std::string name() const override { return "joint"; }
    int steps() const override { return m_steps; }
    StepReport step(int i, const JobControl& job) override;
    void finish() override;
    DeepLab segmentation() const override { return m_model.segmentation; }
    void save(NamedTensors& tensors) const override;
    void load(const NamedTensors& tensors) override;

private:
    /// What the step's gradient is taken of, and its parts.
    struct Losses {
        torch::Tensor total;
        FusionLoss fusion;
        torch::Tensor structure; ///< 0 where it has no weight
        torch::Tensor fidelity;  ///< likewise
        torch::Tensor segmentation;
        torch::Tensor infraredWeight; ///< w1, [B, 1, H, W]
    };
    /// Replaces w1 of each class, [B, C], by random ones in some samples.
    void drawWeights(torch::Tensor& classWeight, int step) const;
    Losses lossesOf(const PairBatch& batch, int step, const JobControl& job);
    /// L_seg of equation 17.
    torch::Tensor segmentationTerm(const PairBatch& batch, const torch::Tensor& fused,
                                   const SegmentationTarget& target);
    /// The loss of the segmentation phase on crops of its own, lest the network forget what pairs do not show.
    torch::Tensor rehearsalTerm(int step, const JobControl& job);
    double setLearningRates(int step);

    Model m_model;
    DeepLab m_teacher; ///< the segmentation network as it was before the first step
    const PackedDataset& m_dataset;
    TrainingOptions m_options;
    torch::Device m_device;
    SamplePicker m_picker;   ///< pairs only
    SamplePicker m_labelled; ///< all sources, for the rehearsal
    GuidanceOptions m_guidance;
    torch::Tensor m_classWeights;
    std::unique_ptr<torch::optim::Adam> m_optimizer;
    int m_steps = 0;
    int m_halveEvery = 0;
    DrawnAhead<PairBatch> m_pairs; ///< the last members: they must end before what they draw from
    DrawnAhead<SegmentationBatch> m_rehearsals;
};

} // namespace duoscope
