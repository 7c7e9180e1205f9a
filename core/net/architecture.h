// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/metadata.h"

namespace duoscope {

// Values of the metadata entry "architecture" in our files: the names of the methods that run them.
inline constexpr const char* kUaaFusionArchitecture = "uaafusion";
inline constexpr const char* kReFusionArchitecture = "refusion";

/// Throws Error(Model) where a model is of another architecture than the expected one, and says of which.
void requireArchitecture(const Metadata& metadata, const std::string& expected);

} // namespace duoscope
