// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sample_picker.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>

namespace duoscope {
namespace {

std::map<std::string, double> parseWeights(const std::string& text)
{
    std::map<std::string, double> weights;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        const std::size_t equals = part.find('=');
        double value = -1;
        if (equals != std::string::npos)
            std::from_chars(part.data() + equals + 1, part.data() + part.size(), value);
        if (!(value >= 0 && value <= 1e6))
            throw Error(ErrorKind::Usage, "Cannot read the weights of the sources \"" + text + "\"",
                        "\"" + part + "\" is not of the form name=number", "Write for instance camvid=6,msrs=2");
        weights[part.substr(0, equals)] = value;
        begin = end + 1;
    }
    return weights;
}

} // namespace

SamplePicker::SamplePicker(const PackedDataset& dataset, const std::string& text, bool pairsOnly)
{
    std::map<std::string, double> weights = parseWeights(text);
    for (const PackedSource& source : dataset.training) {
        const double weight = text.empty() ? 1.0 : weights[source.name];
        weights.erase(source.name);
        const bool usable = !pairsOnly || std::all_of(source.samples.begin(), source.samples.end(),
                                                      [](const PackedSample& sample) { return sample.isPair(); });
        if (weight > 0 && usable) {
            m_sources.push_back(&source);
            m_weights.push_back(weight);
        }
    }
    if (!weights.empty())
        throw Error(ErrorKind::Usage, "Cannot draw from the source \"" + weights.begin()->first + "\"",
                    "the packed data has no training samples of that name", "See what duoscope-cli pack reported");
    double total = 0;
    for (const double weight : m_weights)
        total += weight;
    if (m_sources.empty())
        throw Error(ErrorKind::Usage, "Cannot train",
                    pairsOnly ? "the packed data has no training source of pairs only"
                              : "the packed data has no training samples",
                    "Pack data with a training part");
    for (double& weight : m_weights)
        weight /= total;
}

PickedSample SamplePicker::pick(double rareCrops, Random& random) const
{
    double place = random.unit();
    std::size_t s = 0;
    while (s + 1 < m_sources.size() && place >= m_weights[s])
        place -= m_weights[s++];
    const PackedSource& source = *m_sources[s];
    if (!source.withClass.empty() && random.chance(rareCrops)) {
        auto entry = source.withClass.begin();
        std::advance(entry, random.below(static_cast<std::int64_t>(source.withClass.size())));
        const auto& candidates = entry->second;
        return {&source.samples[candidates[static_cast<std::size_t>(
                    random.below(static_cast<std::int64_t>(candidates.size())))]],
                entry->first};
    }
    return {&source.samples[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(source.samples.size())))],
            -1};
}

std::int64_t SamplePicker::size() const
{
    std::int64_t count = 0;
    for (const PackedSource* source : m_sources)
        count += static_cast<std::int64_t>(source->samples.size());
    return count;
}

} // namespace duoscope
