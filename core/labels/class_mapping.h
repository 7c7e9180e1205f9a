// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"

#include <vector>

namespace duoscope {

/// For each id of `from` the id of the same thing in `to`: by the map in the file of `from`, else by equal names.
/// The ignored class, and classes without a counterpart, become the ignored id of `to`, -1 where it has none.
/// Throws Error(Input) where the map names a class that `to` does not have.
std::vector<int> mapClasses(const ClassSet& from, const ClassSet& to);

} // namespace duoscope
