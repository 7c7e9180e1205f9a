// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"

#include <nlohmann/json_fwd.hpp>

namespace duoscope {

// What summaries say of these, the same words in all of them.

/// File, format, which channels were used, and how stored values became [0,1].
nlohmann::ordered_json describe(const SourceImage& source);
/// Method, equations and model (where there are any), options, device, threads and versions.
nlohmann::ordered_json describe(const Provenance& provenance);
/// Guidance, tiles, memory, and what the trace does not hold.
nlohmann::ordered_json describe(const Tiling& tiling);
/// The classes present: pixels, weights, and what attribution said where it was asked.
nlohmann::ordered_json describeClasses(const FusionTrace& trace);
/// A stage's numbers, without the time it took.
nlohmann::ordered_json describe(const StageTrace& stage, bool attributed);

} // namespace duoscope
