// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace duoscope {

// How a file that may be handed on names other files that it needs: without its user's name as far as that can be.

/// A path as seen from a folder, "../ir/1.png". Where that would lead out of the folder's surroundings and into the
/// home folder from above, "~/ir/1.png". An empty path stays empty.
std::string portablePath(const std::filesystem::path& path, const std::filesystem::path& folder);

/// The inverse, absolute. Absolute texts stay as they are.
std::filesystem::path pathFromPortable(const std::string& text, const std::filesystem::path& folder);

} // namespace duoscope
