// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace duoscope {

/// Wilcoxon's signed-rank test of the hypothesis that differences of pairs are symmetric about 0.
struct WilcoxonResult {
    int pairs = 0;       ///< Differences that are not 0: those that are ranked.
    int zeros = 0;       ///< Differences that are 0; they are dropped, as Wilcoxon did.
    double positive = 0; ///< W+: the sum of the ranks of the positive differences.
    double negative = 0; ///< W-: pairs (pairs + 1) / 2 = W+ + W-.
    double p = 1;        ///< Two-sided, in 0..1; 1 without pairs.
    bool exact = false;  ///< From the exact distribution, else from the normal approximation.
};

/// Differences of equal size share the mean of their ranks. Up to 25 pairs without such ties, p is exact: twice the
/// share of the 2^n choices of signs whose smaller sum of ranks is at most the one observed. Otherwise it is the normal
/// approximation with mean n(n+1)/4, variance n(n+1)(2n+1)/24 - sum (t³ - t)/48 over groups of t ties, and a correction
/// of 1/2 for continuity.
/// Wilcoxon, Biometrics Bulletin 1945; Hollander and Wolfe, Nonparametric Statistical Methods, section 3.1.
/// @param differences  not NaN (std::invalid_argument); may be infinite, infinite ones being ties of each other
WilcoxonResult wilcoxonSignedRank(const std::vector<double>& differences);

} // namespace duoscope
