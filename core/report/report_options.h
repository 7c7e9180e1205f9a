// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/box_lists.h"
#include "core/metrics/downstream_evaluation.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// What goes into a report.
struct ReportOptions {
    std::string title;                ///< empty: made of the data's name
    std::vector<std::string> metrics; ///< of those that the run measured; empty: all of them
    int pairs = 3;                    ///< in detail, spread evenly over those that all methods have fused
    std::vector<std::string> names;   ///< pairs in detail instead, by name; several names may be joined by commas
    int pictureSide = 640;            ///< pictures are shrunk to so many pixels on their longer side; 0: as they are
    bool perImage = false;            ///< also the metrics of each pair, in pages; data formats always have them
    bool paths = false;               ///< name folders; else file names alone
    std::string labelClasses;         ///< class set of the run's labels; empty: the data set's, else the model's
    std::filesystem::path classSets;  ///< folder of the class-set files

    std::optional<SegmentationNetwork> network; ///< that looks at sources and results; nothing: none does
    std::filesystem::path boxes;                ///< folder of boxes for it to find; empty: the data set's
    BoxChoice boxChoice = BoxChoice::All;       ///< whose boxes

    /// Throws Error(Usage) for numbers out of range.
    void check() const;
};

} // namespace duoscope
