// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace duoscope {

/// What kind of pairs a fusion network was trained for.
enum class FusionTask {
    InfraredVisible,
    Medical,       ///< CT, PET or SPECT with MRI
    MultiFocus,    ///< focus on what is near with focus on what is far
    MultiExposure, ///< under-exposed with over-exposed
};

/// "infrared-visible", "medical", "multi-focus" or "multi-exposure".
std::string toString(FusionTask task);
/// Inverse of toString; throws Error(Usage).
FusionTask parseFusionTask(std::string_view text);

/// What the first and the second source of such a pair are, for people: "near focus, far focus". Networks are not
/// symmetric, so the order matters.
std::string sourcesOf(FusionTask task);

} // namespace duoscope
