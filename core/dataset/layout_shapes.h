// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_layout.h"

#include <vector>

namespace duoscope {

/// What makes a layout: how to know it, and how to list it.
struct LayoutShape {
    DatasetLayout layout;
    const char* name;     ///< of the layout, as in options
    const char* contents; ///< what its folder must hold, for messages
    const char* classSet; ///< of its label images; "" where not known
    bool (*matches)(const std::filesystem::path& folder);
    void (*list)(const std::filesystem::path& folder, DatasetListing& listing);
};

/// All layouts, the more particular ones first: the first that matches is the one.
const std::vector<LayoutShape>& layoutShapes();

} // namespace duoscope
