// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"

#include <map>
#include <string>

namespace duoscope {

/// Fills gray and colour of a trace from its last stage.
/// @param stretch  map the smallest and largest value to 0 and 1, as the released code does; a constant image stays
void setResult(FusionTrace& trace, bool stretch);

/// Duoscope and the libraries that every method uses, by name.
std::map<std::string, std::string> libraryVersions();

} // namespace duoscope
