// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/fusion_trace.h"

#include <algorithm>
#include <numeric>

namespace duoscope {

std::string layerName(std::string_view text)
{
    constexpr std::size_t kLongest = 64;
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    std::string name(text.substr(0, kLongest));
    for (char& character : name)
        if (kAllowed.find(character) == std::string_view::npos)
            character = '_';
    return name.empty() ? "layer" : name;
}

bool FusionTrace::isWhatIf() const
{
    return std::any_of(classes.begin(), classes.end(), [](const ClassTrace& entry) { return entry.isChanged(); });
}

double FusionTrace::seconds() const
{
    return std::accumulate(stages.begin(), stages.end(), preparationSeconds,
                           [](double sum, const StageTrace& stage) { return sum + stage.seconds; });
}

bool FusionTrace::isAttributed() const
{
    const auto option = provenance.options.find("attribution");
    return option != provenance.options.end() && option->second != "off";
}

WeightShares weightShares(const FusionTrace& trace)
{
    constexpr double kLimit = 1e-3;
    WeightShares shares;
    std::int64_t pixels = 0;
    for (const ClassTrace& entry : trace.classes) {
        const auto count = static_cast<double>(entry.pixels);
        pixels += entry.pixels;
        if (entry.infrared.attribution <= 0 && entry.visible.attribution <= 0)
            shares.undecided += count;
        if (entry.attributedWeight < kLimit || entry.attributedWeight > 1 - kLimit)
            shares.atLimit += count;
    }
    if (pixels == 0)
        return {};
    return {shares.undecided / static_cast<double>(pixels), shares.atLimit / static_cast<double>(pixels)};
}

} // namespace duoscope
