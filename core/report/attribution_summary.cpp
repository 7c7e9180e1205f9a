// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/attribution_summary.h"

#include <cmath>
#include <map>

namespace duoscope {
namespace {

constexpr std::array<std::uint8_t, 3> kUnknownColour{0x7A, 0x7F, 0x87};

MetricValue valueOf(double number)
{
    return std::isnan(number) ? MetricValue::undefined("it is not a number") : MetricValue(number);
}

/// What is gathered of one class.
struct Gathered {
    ClassSummary summary;
    std::vector<MetricValue> weights, otherWeights, infrared, visible;
};

void gather(const RecordedClass& one, Gathered& to)
{
    to.summary.id = one.id;
    to.summary.name = one.name;
    ++to.summary.pairs;
    to.summary.pixels += one.pixels;
    to.weights.emplace_back(one.infraredWeight);
    to.otherWeights.emplace_back(1 - one.infraredWeight);
    const RecordedAttribution attribution = one.attribution.value_or(RecordedAttribution{});
    to.infrared.push_back(valueOf(attribution.infrared));
    to.visible.push_back(valueOf(attribution.visible));
    to.summary.undecided += attribution.infrared <= 0 && attribution.visible <= 0;
}

} // namespace

std::int64_t AttributionSummary::pixels() const
{
    std::int64_t sum = 0;
    for (const ClassSummary& one : classes)
        sum += one.pixels;
    return sum;
}

AttributionSummary summariseAttribution(const std::string& method, const std::vector<const ItemRecord*>& records,
                                        const ClassSet& classes)
{
    AttributionSummary summary;
    summary.method = method;
    std::map<int, Gathered> gathered;
    double pixels = 0;
    for (const ItemRecord* record : records) {
        summary.classSet = record->classSet;
        const auto weight = static_cast<double>(record->pixels);
        pixels += weight;
        summary.undecidedPixels += weight * record->undecidedPixels;
        summary.pixelsAtLimit += weight * record->pixelsAtLimit;
        for (const RecordedClass& one : record->classes)
            gather(one, gathered[one.id]);
    }
    if (pixels > 0) {
        summary.undecidedPixels /= pixels;
        summary.pixelsAtLimit /= pixels;
    }
    for (auto& [id, all] : gathered) {
        ClassSummary& one = all.summary;
        one.colour = id < classes.size() ? classes.at(id).colour : kUnknownColour;
        one.infraredWeight = meanOf(all.weights);
        one.visibleWeight = meanOf(all.otherWeights);
        one.infraredAttribution = meanOf(all.infrared);
        one.visibleAttribution = meanOf(all.visible);
        summary.regions += one.pairs;
        summary.undecidedRegions += one.undecided;
        summary.classes.push_back(std::move(one));
    }
    return summary;
}

MetricTable attributionTable(const AttributionSummary& summary, const std::string& rowHeading)
{
    // Nothing here is better for being higher, so these columns are not for writers that draw arrows.
    constexpr MetricDirection kNone = MetricDirection::HigherIsBetter;
    MetricTable table(rowHeading, {{"pairs", kNone, "", 0},
                                   {"pixels", kNone, "", 0},
                                   {"share", kNone, "%", 1},
                                   {"w1", kNone, "", 3},
                                   {"w2", kNone, "", 3},
                                   {"S_ir", kNone, "score", 2},
                                   {"S_vi", kNone, "score", 2}});
    const auto all = static_cast<double>(summary.pixels());
    for (const ClassSummary& one : summary.classes)
        table.addRow(one.name, {MetricValue(one.pairs), MetricValue(static_cast<double>(one.pixels)),
                                MetricValue(100 * static_cast<double>(one.pixels) / all), one.infraredWeight,
                                one.visibleWeight, one.infraredAttribution, one.visibleAttribution});
    return table;
}

} // namespace duoscope
