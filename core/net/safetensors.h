// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/safetensors_header.h"

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <string>

namespace duoscope {

using NamedTensors = std::map<std::string, torch::Tensor>;

/// The content of a safetensors file: an open format of an 8-byte header length, a JSON header and raw
/// little-endian data.
struct WeightFile {
    NamedTensors tensors; ///< on the CPU, contiguous, of the type on disk
    Metadata metadata;
};

/// The header alone. Throws Error(Model) as readSafetensors does.
SafetensorsHeader readSafetensorsHeader(const std::filesystem::path& file);

/// Reads a file after checking every length and offset in it. Throws Error(Model) with what is wrong.
WeightFile readSafetensors(const std::filesystem::path& file);

/// Writes a file; it appears under its name only when complete. Throws Error(Output).
void writeSafetensors(const std::filesystem::path& file, const WeightFile& content);

} // namespace duoscope
