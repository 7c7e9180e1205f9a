// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/metadata.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// Where one tensor lies in a safetensors file.
struct TensorEntry {
    std::string type;                ///< "F32", "F16", "BF16", "F64", "I64", "I32", "I16", "I8", "U8" or "BOOL"
    std::vector<std::int64_t> shape; ///< empty for a single number
    std::uint64_t begin = 0;         ///< first byte, counted from the end of the header
    std::uint64_t end = 0;           ///< one past the last byte
};

/// The JSON header of a safetensors file.
struct SafetensorsHeader {
    std::map<std::string, TensorEntry> tensors;
    Metadata metadata;
};

/// Bytes of one element; 0 for a type that is not known.
std::uint64_t elementSize(std::string_view type);

/// Reads and validates a header: every type known, every byte range inside the data, as long as its shape says, and
/// together covering the data without gap or overlap.
/// @param dataSize  bytes that follow the header
/// Throws std::runtime_error whose text is a reason fit for an Error.
SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::uint64_t dataSize);

/// The inverse, padded with spaces to a multiple of 8 bytes. Offsets are written as they stand.
std::string formatSafetensorsHeader(const SafetensorsHeader& header);

} // namespace duoscope
