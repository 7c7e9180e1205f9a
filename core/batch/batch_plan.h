// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/batch/image_outline.h"
#include "core/dataset/dataset_layout.h"

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// What a look at the headers says of one pair.
enum class Finding {
    Good,
    Deep,        ///< the infrared image has 16 bits, so what becomes black and white depends on the range: to check
    NoLabel,     ///< labels were given, and this pair has none: to check
    NoInfrared,  ///< there is no infrared image of this stem
    NoVisible,   ///< there is no visible image of this stem
    SizesDiffer, ///< loadPair() refuses such a pair
    Unreadable,  ///< a header can't be read
};

/// "good", "16 bit", "no label", "no infrared", "no visible", "sizes differ", "unreadable".
std::string toString(Finding finding);

/// One pair of a batch, or what is there of it.
struct BatchItem {
    std::string stem;               ///< what its results are called; no two items have the same
    std::filesystem::path infrared; ///< absolute; empty where there is none
    std::filesystem::path visible;  ///< absolute; empty where there is none
    std::filesystem::path label;    ///< absolute; empty where there is none
    ImageOutline infraredOutline;   ///< zeros where the header can't be read
    ImageOutline visibleOutline;    ///< zeros where the header can't be read
    Finding finding = Finding::Good;
    std::string remark; ///< the finding in words: "no visible file with this stem"

    bool isPaired() const { return !infrared.empty() && !visible.empty(); }
    /// Whether the finding alone says that it will fail.
    bool willFail() const { return finding >= Finding::NoInfrared; }
};

/// A file that is passed over.
struct SkippedFile {
    std::filesystem::path file;
    std::string reason; ///< "its name is not that of an image"
};

/// All there is to fuse, and what is wrong with it, before anything runs.
struct BatchPlan {
    std::filesystem::path infrared; ///< folder; empty where a data set was given
    std::filesystem::path visible;  ///< folder; empty where a data set was given
    std::filesystem::path labels;   ///< folder; empty where there is none
    std::string layout;             ///< of a data set, else empty
    std::filesystem::path dataset;  ///< folder of a data set, else empty

    std::vector<BatchItem> items;      ///< by stem; an item's place in here is its index for shards
    std::vector<SkippedFile> skipped;  ///< no images by their names, and second files of one stem
    std::vector<std::string> problems; ///< a data set's: sentences of what can't be paired or is not read

    std::size_t count(Finding finding) const;
};

/// Pairs the files of two folders by their names without the ending. The two may be one folder of four-channel files.
/// Only headers are read.
/// @param labels  folder of label images; empty for none
/// Throws Error(Input) where a folder can't be looked into or there is no image at all, and Cancelled.
BatchPlan planFolders(const std::filesystem::path& infrared, const std::filesystem::path& visible,
                      const std::filesystem::path& labels = {}, const JobControl& job = {});

/// Lists a known data set. Samples that share a name in several splits are called SPLIT_NAME.
/// Throws Error(Usage) where the layout has no infrared images, else as planFolders().
BatchPlan planDataset(DatasetLayout layout, const std::filesystem::path& folder, const JobControl& job = {});

/// An item of files that were chosen, whatever their names: for pairs matched by hand, and those of an earlier run.
/// Empty paths stay empty. Never throws for what is in the files: the finding says it.
BatchItem inspectItem(std::string stem, const std::filesystem::path& infrared, const std::filesystem::path& visible,
                      const std::filesystem::path& label = {});

} // namespace duoscope
