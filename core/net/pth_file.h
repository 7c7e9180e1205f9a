// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/safetensors.h"

#include <filesystem>

namespace duoscope {

/// Reads the tensors of a PyTorch checkpoint (torch.save of a state dictionary, or of a dictionary of such): the zip
/// format of PyTorch 1.6 and later and the older sequence of pickles. Nothing in the file is executed.
/// Names of nested dictionaries are joined by dots; values that are no tensors are left out. Tensors are on the CPU,
/// contiguous, of the type on disk.
/// Throws Error(Model) with what is wrong.
NamedTensors readPth(const std::filesystem::path& file);

} // namespace duoscope
