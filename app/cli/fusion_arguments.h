// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"
#include "core/image/image_pair.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace duoscope {

/// The options of methods and of reading pairs, as a user types them.
struct FusionArguments {
    std::vector<std::string> models;
    std::string equations;
    std::string attribution = "exact";
    std::string precision = "full";
    std::string quadrature;
    std::string infraredRange = "auto";
    std::string visibleRange = "auto";
    bool stretch = false;
    bool noStretch = false;
    double memory = 0; ///< GiB; 0: automatic
    FusionOptions options;
};

/// Adds them to a command, in the groups Model, UAAFusion, Input and Machine.
/// @param arguments  outlives the command
void addFusionOptions(CLI::App& command, FusionArguments& arguments);

/// All but the model, which depends on the method. Throws Error(Usage) for what can't be understood.
FusionOptions fusionOptionsOf(const FusionArguments& arguments);
PairOptions pairOptionsOf(const FusionArguments& arguments);

} // namespace duoscope
