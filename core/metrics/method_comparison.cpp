// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/method_comparison.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

std::size_t indexOf(const Evaluation& evaluation, std::string_view method)
{
    std::string known;
    for (std::size_t i = 0; i < evaluation.methods.size(); ++i) {
        if (evaluation.methods[i] == method)
            return i;
        known += (known.empty() ? "" : ", ") + evaluation.methods[i];
    }
    throw Error(ErrorKind::Usage, "Cannot compare the method \"" + std::string(method) + "\"", "there are " + known,
                "Choose two of them");
}

MetricValue medianOf(std::vector<double> values)
{
    if (values.empty())
        return MetricValue::undefined("no image has a value for both methods");
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    const double upper = values[half], lower = values.size() % 2 == 1 ? upper : values[half - 1];
    const double median = lower == upper ? upper : lower + (upper - lower) / 2;
    return std::isnan(median) ? MetricValue::undefined("differences are infinite with both signs") : median;
}

MetricComparison compare(const Evaluation& evaluation, std::size_t first, std::size_t second, std::size_t metric)
{
    MetricComparison result;
    result.metric = evaluation.metrics[metric];
    const std::vector<MetricValue> allFirst = evaluation.valuesOf(first, metric);
    const std::vector<MetricValue> allSecond = evaluation.valuesOf(second, metric);
    std::vector<MetricValue> firsts, seconds;
    std::vector<double> differences;
    for (std::size_t i = 0; i < allFirst.size(); ++i) {
        if (!allFirst[i].isDefined() || !allSecond[i].isDefined())
            continue;
        firsts.push_back(allFirst[i]);
        seconds.push_back(allSecond[i]);
        const double a = allFirst[i].value, b = allSecond[i].value;
        differences.push_back(a == b ? 0 : a - b); // also where both are infinite
        const bool higherWins = result.metric.direction == MetricDirection::HigherIsBetter;
        result.firstBetter += higherWins ? a > b : a < b;
        result.secondBetter += higherWins ? b > a : b < a;
    }
    result.images = static_cast<int>(differences.size());
    result.firstMean = meanOf(firsts).value;
    result.secondMean = meanOf(seconds).value;
    result.medianDifference = medianOf(differences);
    result.test = wilcoxonSignedRank(differences);
    return result;
}

} // namespace

MethodComparison compareMethods(const Evaluation& evaluation, std::string_view first, std::string_view second)
{
    const std::size_t a = indexOf(evaluation, first), b = indexOf(evaluation, second);
    if (a == b)
        throw Error(ErrorKind::Usage, "Cannot compare " + std::string(first) + " with itself", "nothing would differ",
                    "Name two methods");
    MethodComparison comparison{evaluation.methods[a], evaluation.methods[b], {}};
    for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric)
        comparison.metrics.push_back(compare(evaluation, a, b, metric));
    return comparison;
}

} // namespace duoscope
