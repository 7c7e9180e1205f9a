// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/equations.h"
#include "core/net/deeplab.h"
#include "core/net/module_weights.h"
#include "core/net/unfolding_network.h"

#include <filesystem>
#include <string>

namespace duoscope {

/// A UAAFusion model: the fusion network, the segmentation network that guides it, and what is known about them.
struct Model {
    UnfoldingNetwork fusion{nullptr};
    DeepLab segmentation{nullptr};
    Equations equations = Equations::Paper; ///< what the weights were trained with
    std::string classSet;                   ///< name of a class set, "anonymous" where it is not known
    Metadata guidance;                      ///< how attention was computed in training; see GuidanceOptions::forModel
    Metadata record;                        ///< where the weights come from: training, data, measured quality

    /// Puts both networks in evaluation mode, without gradients for weights, with normalisations folded into
    /// convolutions, in the memory format that is fastest for inference on the CPU. There is no way back: such a model
    /// can be neither trained nor written.
    void prepareForInference();
};

/// Builds the networks that the metadata describes and fills them. Half-precision weights become float32.
/// Throws Error(Model) where a tensor is missing, of another shape, not finite, or not expected.
Model modelFromWeights(const WeightFile& weights);
WeightFile weightsOf(const Model& model);

/// Reads and writes a model's safetensors file. Throw Error(Model) and Error(Output).
Model loadModel(const std::filesystem::path& file);
void saveModel(const std::filesystem::path& file, const Model& model);
/// The same with kernels in half precision (biases, slopes, normalisations and step sizes stay as they are): half the
/// size, values to three digits.
void saveModelInHalfPrecision(const std::filesystem::path& file, const Model& model);

} // namespace duoscope
