// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace duoscope {

/// The two sets of equations in which UAAFusion exists.
enum class Equations {
    Paper,    ///< Bai et al., TCSVT 2024, equations 1-17
    Released, ///< what the authors' released code computes; for weights trained with that code
};

/// "paper" or "released".
std::string toString(Equations equations);
/// Inverse of toString; throws Error(Usage).
Equations parseEquations(std::string_view text);

} // namespace duoscope
