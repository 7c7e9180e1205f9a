// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_layout.h"

namespace duoscope {

/// The folders whose files of equal names make samples.
struct SampleFolders {
    std::filesystem::path infrared;                     ///< empty: the data set has no infrared images
    std::filesystem::path visible;                      ///< equal to the infrared one: one file holds both
    std::filesystem::path label;                        ///< empty: no labels
    std::map<std::string, std::filesystem::path> boxes; ///< list's name → folder; a sample may lack any of them
    std::string split;                                  ///< of all samples
};

/// Adds the samples to the listing, and a problem for each file without a partner. Throws Error(Input).
void addPaired(const SampleFolders& folders, DatasetListing& listing);

} // namespace duoscope
