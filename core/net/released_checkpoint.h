// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/model.h"

namespace duoscope {

/// The model in a checkpoint of the authors' released code: a dictionary of the state dictionaries "model_f" (fusion
/// network, five stages, width 32) and "model_s" (segmentation network). The number of stages and of classes is taken
/// from the tensors; weights that the code stores and never uses are dropped.
/// @param checkpoint  as readPth() gives it
/// @param source      the file's name, for the record
/// Throws Error(Model) where the checkpoint has another layout.
Model importReleasedCheckpoint(const NamedTensors& checkpoint, const std::string& source);

} // namespace duoscope
