// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/sample_picker.h"
#include "core/training/training_options.h"

#include <torch/torch.h>

namespace duoscope {

/// Crops for the segmentation network. float32 in [0, 1] unless said otherwise.
struct SegmentationBatch {
    torch::Tensor images; ///< what the network learns from: either modality or a blend, tones changed; [B, 1, H, W]
    torch::Tensor labels; ///< int64 [B, H, W]: class ids, kUnknownLabel or kOutsideBoxesLabel
    torch::Tensor clean;  ///< infrared and visible as they are, for the teacher; the visible one twice where there is
                          ///< no infrared; [B, 2, H, W]
    torch::Tensor boxed;  ///< bool [B, C]: classes that kOutsideBoxesLabel excludes
    torch::Tensor open;   ///< bool [B]: pixels of the sample have no label, and a teacher may give them one
};

/// Draws the batch of a step, of so many crops; the same step gives the same batch.
SegmentationBatch drawSegmentationBatch(const SamplePicker& picker, const TrainingOptions& options, int crops,
                                        int step);

} // namespace duoscope
