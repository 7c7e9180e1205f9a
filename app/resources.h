// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace duoscope {

/// The folder with class sets, models and samples: $DUOSCOPE_RESOURCES where set, else ../share/duoscope from the
/// program. What is built and not installed has a link to the sources there.
std::filesystem::path resourceFolder();

/// The model that comes with Duoscope; empty where there is none.
std::filesystem::path bundledModel();

} // namespace duoscope
