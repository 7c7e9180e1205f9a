// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/method_set.h"

#include <algorithm>

namespace duoscope {

std::optional<std::size_t> MethodSet::indexOf(const std::string& method) const
{
    const auto found = std::find(evaluation.methods.begin(), evaluation.methods.end(), method);
    if (found == evaluation.methods.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - evaluation.methods.begin());
}

int MethodSet::missing(ResultKnowledge because) const
{
    int count = 0;
    for (const PairLeftOut& pair : leftOut)
        count += static_cast<int>(
            std::count_if(pair.missing.begin(), pair.missing.end(),
                          [because](const PairLeftOut::Missing& missing) { return missing.because == because; }));
    return count;
}

std::vector<int> totalWins(const Evaluation& evaluation)
{
    const MetricTable wins = winsTable(evaluation);
    std::vector<int> totals;
    for (std::size_t method = 0; method < wins.rows(); ++method) {
        int total = 0;
        for (std::size_t metric = 0; metric < wins.columns().size(); ++metric)
            if (const MetricValue& value = wins.cell(method, metric).value; value.isDefined())
                total += static_cast<int>(value.value);
        totals.push_back(total);
    }
    return totals;
}

} // namespace duoscope
