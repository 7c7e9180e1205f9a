// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace duoscope {

/// Checks that a file is a zip archive with a program, as torch.jit.save writes it, and that each entry still has its
/// checksum. LibTorch does not look at checksums, and crashes on some programs that are damaged.
/// Throws Error(Model) where the file can't be read, is no archive, holds weights alone, as torch.save writes them, or
/// is damaged.
void requireScriptArchive(const std::filesystem::path& file);

} // namespace duoscope
