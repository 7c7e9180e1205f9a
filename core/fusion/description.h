// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace duoscope {

// What summaries say of these, the same words in all of them. Files are told by their names, for a summary may be
// handed on; whole paths only where they are asked for.

/// File, format, which channels were used, and how stored values became [0,1].
nlohmann::ordered_json describe(const SourceImage& source, bool fullPaths = false);
/// Method, equations and model (where there are any), options, device, threads and versions.
nlohmann::ordered_json describe(const Provenance& provenance, bool fullPaths = false);
/// A file as a summary names it: its name, or all of its path.
std::string toldPath(const std::filesystem::path& file, bool fullPaths);
/// Guidance, tiles, memory, and what the trace does not hold.
nlohmann::ordered_json describe(const Tiling& tiling);
/// The classes present: pixels, weights, and what attribution said where it was asked.
nlohmann::ordered_json describeClasses(const FusionTrace& trace);
/// A stage's numbers, without the time it took.
nlohmann::ordered_json describe(const StageTrace& stage, bool attributed);

} // namespace duoscope
