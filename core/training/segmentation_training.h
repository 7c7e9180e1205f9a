// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/deeplab.h"
#include "core/training/drawn_ahead.h"
#include "core/training/segmentation_batch.h"
#include "core/training/segmentation_loss.h"
#include "core/training/training_phase.h"

#include <memory>
#include <vector>

namespace duoscope {

/// Trains the segmentation network alone: labelled crops of either modality or a blend of both with changed tones,
/// boxes as partial labels, and its own running average as the teacher of what has no label (mean teacher, Tarvainen
/// and Valpola, NeurIPS 2017), or where options say so the network that it began with.
class SegmentationTraining : public TrainingPhase {
public:
    /// The network is trained in place; at the end it is the running average. The dataset must outlive the phase.
    SegmentationTraining(DeepLab network, const PackedDataset& dataset, const TrainingOptions& options,
                         torch::Device device);

    std::string name() const override { return "segmentation"; }
    int steps() const override { return m_options.segmentation.steps; }
    StepReport step(int i, const JobControl& job) override;
    void finish() override;
    DeepLab segmentation() const override { return m_average; }
    void save(NamedTensors& tensors) const override;
    void load(const NamedTensors& tensors) override;

private:
    DeepLab m_network;
    DeepLab m_average;
    DeepLab m_teacher; ///< the average itself, or what it was before the first step
    TrainingOptions m_options;
    torch::Device m_device;
    SamplePicker m_picker;
    torch::Tensor m_classWeights;
    std::unique_ptr<torch::optim::AdamW> m_optimizer;
    DrawnAhead<SegmentationBatch> m_batches; ///< the last member: it must end before what it draws from
};

} // namespace duoscope
