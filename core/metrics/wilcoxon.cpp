// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/wilcoxon.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <stdexcept>

namespace duoscope {
namespace {

constexpr int kMostExactPairs = 25;

/// Twice the share of all choices of signs that give a sum of ranks of at most `sum`.
double exactTwoSided(int pairs, int sum)
{
    // ways[w]: subsets of the ranks so far that sum up to w. All below 2^25, so exact.
    std::vector<double> ways(static_cast<std::size_t>(pairs * (pairs + 1) / 2 + 1));
    ways[0] = 1;
    for (std::size_t rank = 1; rank <= static_cast<std::size_t>(pairs); ++rank)
        for (std::size_t w = ways.size() - 1; w >= rank; --w)
            ways[w] += ways[w - rank];
    double atMost = 0;
    for (int w = 0; w <= sum; ++w)
        atMost += ways[static_cast<std::size_t>(w)];
    return std::min(1.0, 2 * std::ldexp(atMost, -pairs));
}

/// @param tieTerm  sum of t³ - t
double normalTwoSided(int pairs, double positive, double tieTerm)
{
    const double n = pairs;
    const double variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48;
    const double distance = std::max(0.0, std::abs(positive - n * (n + 1) / 4) - 0.5);
    return std::erfc(distance / std::sqrt(variance) / std::numbers::sqrt2);
}

} // namespace

WilcoxonResult wilcoxonSignedRank(const std::vector<double>& differences)
{
    WilcoxonResult result;
    std::vector<double> ranked;
    for (const double difference : differences) {
        if (std::isnan(difference))
            throw std::invalid_argument("a difference is no number");
        if (difference == 0)
            ++result.zeros;
        else
            ranked.push_back(difference);
    }
    result.pairs = static_cast<int>(ranked.size());
    if (ranked.empty())
        return result;
    std::sort(ranked.begin(), ranked.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
    double tieTerm = 0;
    for (std::size_t begin = 0, end = 0; begin < ranked.size(); begin = end) {
        while (end < ranked.size() && std::abs(ranked[end]) == std::abs(ranked[begin]))
            ++end;
        const double rank = static_cast<double>(begin + 1 + end) / 2; // the mean of begin + 1 … end
        for (std::size_t i = begin; i < end; ++i)
            (ranked[i] > 0 ? result.positive : result.negative) += rank;
        const auto ties = static_cast<double>(end - begin);
        tieTerm += ties * ties * ties - ties;
    }
    result.exact = result.pairs <= kMostExactPairs && tieTerm == 0;
    result.p = result.exact ? exactTwoSided(result.pairs, static_cast<int>(std::min(result.positive, result.negative)))
                            : normalTwoSided(result.pairs, result.positive, tieTerm);
    return result;
}

} // namespace duoscope
