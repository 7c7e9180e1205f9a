// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace duoscope {

/// SHA-256 of a file's content, 64 lower-case hexadecimal digits. Throws Error(Input) where it can't be read.
std::string fileHash(const std::filesystem::path& file);

} // namespace duoscope
