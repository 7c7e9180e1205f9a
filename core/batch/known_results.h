// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"

#include <filesystem>
#include <map>
#include <memory>
#include <utility>

namespace duoscope {

/// Finished traces by the files of their pairs, infrared and visible, as the batch's items name them.
using KnownResults =
    std::map<std::pair<std::filesystem::path, std::filesystem::path>, std::shared_ptr<const FusionTrace>>;

/// A method that computes nothing: a run of it has the known result at once, so that a batch measures and writes what
/// is there already, an open session for one. A pair without a result fails with Error(Input).
/// @param results  at least one; all made by one method with the same options
std::shared_ptr<const FusionMethod> methodOfResults(KnownResults results);

} // namespace duoscope
