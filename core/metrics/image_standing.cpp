// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/image_standing.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace duoscope {
namespace {

/// What methods are worth on an image; nothing where one has no value.
struct Scores {
    std::vector<double> values; ///< one a method; empty where the image does not count
    double spread = 0;
};

double differenceOf(double a, double b) { return a == b ? 0 : a - b; } // also where both are infinite

double spreadOf(const std::vector<double>& values)
{
    const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
    return differenceOf(*largest, *smallest);
}

/// One value a method; empty where one is undefined.
std::vector<double> valuesOn(const Evaluation& evaluation, std::size_t image, std::size_t metric)
{
    std::vector<double> values;
    for (const auto& ofMethod : evaluation.values) {
        const MetricValue& value = ofMethod.at(image).at(metric);
        if (!value.isDefined())
            return {};
        values.push_back(value.value);
    }
    return values;
}

std::vector<Scores> scoresOf(const Evaluation& evaluation, std::size_t metric)
{
    std::vector<Scores> scores(evaluation.images.size());
    for (std::size_t image = 0; image < scores.size(); ++image) {
        scores[image].values = valuesOn(evaluation, image, metric);
        if (!scores[image].values.empty())
            scores[image].spread = spreadOf(scores[image].values);
    }
    return scores;
}

/// Of all metrics together, in deviations.
std::vector<Scores> standardScoresOf(const Evaluation& evaluation)
{
    std::vector<Scores> sums(evaluation.images.size());
    std::vector<int> counts(evaluation.images.size());
    for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
        std::vector<MetricValue> all;
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method)
            for (MetricValue& value : evaluation.valuesOf(method, metric))
                all.push_back(std::move(value));
        const MetricCell mean = meanOf(all);
        if (!mean.deviation || !(*mean.deviation > 0))
            continue;
        const bool higher = evaluation.metrics[metric].direction == MetricDirection::HigherIsBetter;
        const double scale = (higher ? 1 : -1) / *mean.deviation;
        const std::vector<Scores> scores = scoresOf(evaluation, metric);
        for (std::size_t image = 0; image < scores.size(); ++image) {
            if (scores[image].values.empty())
                continue;
            sums[image].values.resize(evaluation.methods.size());
            for (std::size_t method = 0; method < evaluation.methods.size(); ++method)
                sums[image].values[method] += (scores[image].values[method] - mean.value.value) * scale;
            sums[image].spread += scores[image].spread / *mean.deviation;
            ++counts[image];
        }
    }
    for (std::size_t image = 0; image < sums.size(); ++image) {
        for (double& value : sums[image].values)
            value /= counts[image];
        sums[image].spread /= std::max(counts[image], 1);
    }
    return sums;
}

std::size_t bestOther(const std::vector<double>& values, std::size_t method, bool higher)
{
    std::size_t best = method == 0 ? 1 : 0;
    for (std::size_t other = best + 1; other < values.size(); ++other)
        if (other != method && (higher ? values[other] > values[best] : values[other] < values[best]))
            best = other;
    return best;
}

} // namespace

std::vector<ImageStanding> standingsOf(const Evaluation& evaluation, std::optional<std::size_t> metric,
                                       std::size_t method, std::optional<std::size_t> against)
{
    if (method >= evaluation.methods.size() || against.value_or(0) >= evaluation.methods.size() ||
        metric.value_or(0) >= evaluation.metrics.size())
        throw std::out_of_range("the evaluation has no such method or metric");
    if (against == method || evaluation.methods.size() < 2)
        throw std::invalid_argument("a method can't be compared with itself");
    const bool higher = !metric || evaluation.metrics[*metric].direction == MetricDirection::HigherIsBetter;
    const std::vector<Scores> scores = metric ? scoresOf(evaluation, *metric) : standardScoresOf(evaluation);
    std::vector<ImageStanding> standings;
    for (std::size_t image = 0; image < scores.size(); ++image) {
        const std::vector<double>& values = scores[image].values;
        if (values.empty())
            continue;
        ImageStanding standing;
        standing.image = image;
        standing.other = against ? *against : bestOther(values, method, higher);
        standing.first = values[method];
        standing.second = values[standing.other];
        standing.difference = differenceOf(standing.first, standing.second);
        standing.lead = higher ? standing.difference : -standing.difference;
        standing.spread = scores[image].spread;
        standings.push_back(standing);
    }
    return standings;
}

void sortWorstFirst(std::vector<ImageStanding>& standings)
{
    std::stable_sort(standings.begin(), standings.end(),
                     [](const ImageStanding& a, const ImageStanding& b) { return a.lead < b.lead; });
}

void sortMostDisputedFirst(std::vector<ImageStanding>& standings)
{
    std::stable_sort(standings.begin(), standings.end(),
                     [](const ImageStanding& a, const ImageStanding& b) { return a.spread > b.spread; });
}

} // namespace duoscope
