// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fusion_task.h"
#include "core/net/refusion_network.h"
#include "core/net/safetensors.h"

#include <filesystem>

namespace duoscope {

/// A ReFusion model: the fusion network and what is known about it. The networks that its training needs beside it,
/// which propose the loss and reconstruct the sources, have no part in fusing.
struct ReFusionModel {
    ReFusionNetwork network{nullptr};
    FusionTask task = FusionTask::InfraredVisible; ///< what its weights were trained for
    Metadata record;                               ///< where the weights come from
};

/// Builds the network that the metadata describes and fills it. Half-precision weights become float32.
/// Throws Error(Model) for a model of another architecture, and where a tensor is missing, of another shape, not
/// finite, or not expected.
ReFusionModel reFusionModelFromWeights(const WeightFile& weights);
WeightFile weightsOf(const ReFusionModel& model);

/// Reads and writes a model's safetensors file. Throw Error(Model) and Error(Output).
ReFusionModel loadReFusionModel(const std::filesystem::path& file);
void saveModel(const std::filesystem::path& file, const ReFusionModel& model);

} // namespace duoscope
