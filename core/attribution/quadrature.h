// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// How an integral over [0,1] becomes a sum.
enum class QuadratureRule {
    Right,     ///< right end points s/n: the paper's rule (equations 7 and 12)
    Midpoint,  ///< middles of the steps: less error for the same work on piecewise smooth functions
    Trapezoid, ///< both end points at half weight; n + 1 points
};

std::string toString(QuadratureRule rule);
/// "right", "midpoint" or "trapezoid"; else throws Error(Usage).
QuadratureRule parseQuadratureRule(std::string_view text);

/// A point of a quadrature.
struct QuadratureNode {
    double position = 0; ///< α in [0,1]
    double weight = 0;   ///< all weights of a quadrature sum to 1
};

/// A rule with its number of steps.
struct Quadrature {
    QuadratureRule rule = QuadratureRule::Right;
    int steps = 1; ///< 1 … 1000
    /// Steps end at (s/steps)^grading. Above 1 they are short near 0 and long near 1: for integrands that are steep
    /// near 0, as the gradient of a score is where a picture has just begun to differ from a baseline. 1 … 8.
    double grading = 1;
    /// Where the whole is known and a part is wanted, such as what a region adds to a score's change: the share of what
    /// the sum misses of the whole that is added to the part. A few steps miss much of both where the integrand is
    /// steep, so that the miss of the whole foretells that of the part: a control variate (Glasserman, "Monte Carlo
    /// Methods in Financial Engineering", 4.1). 0: the sum as it is … 1.
    double completion = 0;

    /// Throws Error(Usage) where steps, grading or completion is out of range.
    std::vector<QuadratureNode> nodes() const;
};

/// As in "midpoint 2 graded 2 completed 0.5"; equal steps and no completion go without saying.
std::string toString(const Quadrature& quadrature);

} // namespace duoscope
