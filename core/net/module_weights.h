// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/safetensors.h"

#include <string>

namespace duoscope {

/// The parameters and buffers of a module under their full names. They share memory with the module.
NamedTensors namedTensors(const torch::nn::Module& module);

/// Copies the tensors of a model under a prefix into a module. Half-precision weights become float32.
/// @return how many there were
/// Throws Error(Model) where one is missing, of another shape, not finite, or a negative variance.
std::size_t fillModule(torch::nn::Module& module, const NamedTensors& tensors, const std::string& prefix);

/// Evaluation mode, without gradients for weights, in the memory format that is fastest for inference on the CPU.
void freezeModule(torch::nn::Module& module);

} // namespace duoscope
