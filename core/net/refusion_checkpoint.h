// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/refusion_model.h"

namespace duoscope {

/// Whether a checkpoint has the layout of the released ReFusion weights.
bool isReFusionCheckpoint(const NamedTensors& checkpoint);

/// The model in a checkpoint of the authors' released code: the state dictionary of the fusion network, in which every
/// convolution is stored twice. Width, heads and blocks are taken from the tensors.
/// @param checkpoint  as readPth() gives it
/// @param task        what it was trained for, which its tensors don't tell
/// @param source      the file's name, for the record
/// Throws Error(Model) where the checkpoint has another layout, and where the two copies of a convolution differ.
ReFusionModel importReFusionCheckpoint(const NamedTensors& checkpoint, FusionTask task, const std::string& source);

} // namespace duoscope
