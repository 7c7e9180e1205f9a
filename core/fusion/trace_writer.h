// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/fusion/fusion_trace.h"

#include <filesystem>
#include <string>

namespace duoscope {

/// Writes the result of a fusion to a folder, which is made where missing: gray.png, colour.png (where a source has
/// colour) and summary.json. With the trace also trace.json and one .npy for each quantity: stage_0 … stage_K,
/// attention_1 … attention_K, weight_infrared, regions, segmentation_{infrared,visible,fused} and extra_NAME for each
/// extra layer, as far as the method has them. All files appear together at the end; result files of an earlier fusion
/// in that folder are replaced or removed.
/// @param fullPaths  name the files that it came from with their folders
/// @return the text of summary.json
/// Throws Error(Output) and Cancelled before anything is moved into place; only a disk that fails during the moves can
/// leave some files new and some old.
std::string writeResult(const std::filesystem::path& folder, const FusionTrace& trace, bool withTrace,
                        const JobControl& job, bool fullPaths = false);

} // namespace duoscope
