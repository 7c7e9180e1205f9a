// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/box_lists.h"
#include "core/metrics/downstream_evaluation.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace duoscope {

inline constexpr const char* kDownstreamGroup = "Segmentation of the results"; ///< of their options in the help

/// Options of the commands that show sources and results to a segmentation network.
struct DownstreamArguments {
    bool segment = false;
    std::string model; ///< empty for the bundled one
    std::string boxes; ///< folder; empty for none
    std::string boxList = "all";
    std::string device = "auto";

    /// Throws Error(Usage) for options that say nothing without --segment, and unknown lists.
    void check() const;
};

void addDownstreamOptions(CLI::App& command, DownstreamArguments& arguments);

/// The network that was asked for.
/// @param threads  0 for all cores; holds for all of the program
/// @param stop     ends it between layers
/// Throws Error(Usage) where no model is given or bundled, else as Segmenter does.
SegmentationNetwork loadNetwork(const DownstreamArguments& arguments, int threads, const std::stop_token& stop);

/// The lists of the folder that was given, as chosen; nothing without one. Throws Error.
std::optional<BoxLists> loadBoxLists(const DownstreamArguments& arguments);

} // namespace duoscope
