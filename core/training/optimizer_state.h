// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/safetensors.h"

#include <torch/torch.h>

#include <string>

namespace duoscope {

/// An optimiser's moments and counts as one uint8 tensor, in LibTorch's own archive format.
torch::Tensor saveOptimizer(const torch::optim::Optimizer& optimizer);
/// Inverse, for an optimiser of the same kind over the same parameters.
/// Throws Error(Model) where the tensor is missing or damaged.
void loadOptimizer(torch::optim::Optimizer& optimizer, const NamedTensors& tensors, const std::string& name);

/// Copies the tensors under a prefix into a module. Throws Error(Model) where one is missing or of another shape.
void loadModule(torch::nn::Module& module, const NamedTensors& tensors, const std::string& prefix);
void saveModule(const torch::nn::Module& module, NamedTensors& tensors, const std::string& prefix);
/// Copies weights and statistics between two modules of one kind.
void copyModule(const torch::nn::Module& from, torch::nn::Module& to);

/// Puts convolution weights into the memory format that is fastest on the CPU.
void useChannelsLast(torch::nn::Module& module);

} // namespace duoscope
