// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/rank_summary.h"

#include <algorithm>
#include <stdexcept>

namespace duoscope {

std::vector<RankSummary> rankMethods(const std::vector<std::vector<MetricValue>>& values, MetricDirection direction)
{
    std::vector<RankSummary> ranks(values.size());
    const std::size_t images = values.empty() ? 0 : values[0].size();
    for (const std::vector<MetricValue>& ofMethod : values)
        if (ofMethod.size() != images)
            throw std::invalid_argument("all methods need a value for each image");
    const auto isBetter = [direction](double a, double b) {
        return direction == MetricDirection::HigherIsBetter ? a > b : a < b;
    };
    for (std::size_t image = 0; image < images; ++image) {
        if (!std::all_of(values.begin(), values.end(), [image](const auto& all) { return all[image].isDefined(); }))
            continue;
        for (std::size_t method = 0; method < values.size(); ++method) {
            const double own = values[method][image].value;
            int better = 0, equal = 0; // the method itself is one of the equal ones
            for (const std::vector<MetricValue>& other : values) {
                better += isBetter(other[image].value, own);
                equal += other[image].value == own;
            }
            ranks[method].meanRank += better + (1 + equal) / 2.0;
            ranks[method].wins += better == 0;
            ++ranks[method].images;
        }
    }
    for (RankSummary& rank : ranks)
        if (rank.images > 0)
            rank.meanRank /= rank.images;
    return ranks;
}

} // namespace duoscope
