// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>

namespace duoscope {

/// Writes a file so that it appears under its name only when complete: the content goes to a temporary beside it,
/// which only its owner may look into and which is then renamed over it. A file that is replaced keeps its permissions,
/// and a power cut leaves the old or the new one. Whatever write() throws is passed on, and nothing is left behind.
/// Throws Error(Output) where the place can't be written to or the disk is full.
void writeAtomically(const std::filesystem::path& file, const std::function<void(std::ostream&)>& write);

} // namespace duoscope
