// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_layout.h"

#include <string>
#include <utility>
#include <vector>

namespace duoscope {

/// Text files that name samples, one in a line: by stem, file name or path. Each with the split it stands for.
using SplitLists = std::vector<std::pair<std::filesystem::path, std::string>>;

/// The lists "train.txt", "val.txt" and "test.txt" that are there.
SplitLists splitListsIn(const std::filesystem::path& folder);

/// Gives the samples the splits of the lists that name them; where several do, the first counts. Samples that no list
/// names are left out, and problems say so, as they do of names without a sample. Throws Error(Input).
void applySplitLists(const SplitLists& lists, DatasetListing& listing);

} // namespace duoscope
