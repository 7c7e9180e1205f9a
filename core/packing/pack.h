// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/dataset/dataset_layout.h"
#include "core/labels/class_set.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// One data set to pack.
struct PackSource {
    std::string name; ///< what its samples are called; empty: its folder's name in lower case
    std::filesystem::path folder;
    std::optional<DatasetLayout> layout; ///< none: recognised by the folder's shape
};

/// What to pack, and how.
struct PackOptions {
    std::vector<PackSource> sources;
    std::filesystem::path classSets; ///< the folder of the class-set files
    std::string classSet = "street"; ///< that the labels shall be in
    std::string labelSet;            ///< that the labels of plain folders are in; empty: classSet
    int validationLast = 0;          ///< of a source without splits, so many of its last samples are for validation
    double scale = 1;                ///< of the sides of all images, in (0, 1]
    bool training = true;            ///< whether to pack the samples for training
    bool validation = true;          ///< whether to pack the samples for validation
    int limit = 0;                   ///< at most so many samples of each split of a source; 0: all

    /// Throws Error(Usage).
    void check() const;
};

/// What became of one source.
struct PackedSourceReport {
    std::string name;
    DatasetLayout layout = DatasetLayout::Plain;
    std::size_t training = 0;          ///< samples
    std::size_t validation = 0;        ///< samples
    std::size_t pairs = 0;             ///< samples with an infrared and a visible image
    std::size_t labels = 0;            ///< samples with labels, complete or partial
    std::size_t boxes = 0;             ///< samples with boxes
    std::vector<std::string> problems; ///< sentences; most tell why a file or sample was left out
};

/// Writes data sets into one safetensors file, which training reads without an image library.
///
/// Its tensors are "SOURCE/SPLIT/STEM/infrared", "…/visible", "…/label", uint8 [H, W], and "…/boxes", float32 [n, 5]:
/// class id, x0, y0, x1, y1 in pixels. SPLIT is train or val; a part that a data set lacks is absent. Labels are ids of
/// the class set, or those of label_values.h. A data set's test split is for validation where it has no val split, and
/// else left out. The metadata name the format ("duoscope-samples", version 1), class_set, its classes by id and the
/// ignored id, and for each source with boxes "boxed_classes/SOURCE": the classes that its boxes mark.
///
/// A sample that can't be read is left out, and its report says why. The file appears only when complete.
/// Throws Error(Input) where a source is no data set or no sample is left, Error(Usage) and Error(Output), and
/// Cancelled.
std::vector<PackedSourceReport> packSamples(const PackOptions& options, const std::filesystem::path& file,
                                            const JobControl& job);

} // namespace duoscope
