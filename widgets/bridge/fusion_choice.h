// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace duoscope {

/// One way to fuse: what tells results of a pair apart.
struct FusionChoice {
    std::string method = "uaafusion";
    std::string equations = {};          ///< "paper" or "released"; empty for methods without
    int stages = 0;                      ///< K; 0 for all the model has
    std::filesystem::path external = {}; ///< where a method that is not Duoscope's own comes from; empty for its own

    /// "uaafusion/paper", "laplacian"; K is told apart where it is not the model's: "uaafusion/paper/3".
    std::string key() const;
    /// Without what the method does not have, with what it must have.
    FusionChoice normalised() const;
    bool operator==(const FusionChoice&) const = default;
};

} // namespace duoscope
