// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/description.h"

#include <nlohmann/json.hpp>

namespace duoscope {

using Json = nlohmann::ordered_json;

Json describe(const SourceImage& source)
{
    return {{"path", source.path.string()},
            {"format", source.format},
            {"bit_depth", source.bitDepth},
            {"channels", source.channels},
            {"channels_used", source.channelNote},
            {"colour", !source.isGray()},
            {"range",
             {{"rule", source.range.rule},
              {"low", source.range.low},
              {"high", source.range.high},
              {"clipped_below", source.range.clippedBelow},
              {"clipped_above", source.range.clippedAbove}}}};
}

Json describe(const Provenance& provenance)
{
    Json json = {{"method", provenance.method}};
    if (!provenance.equations.empty())
        json["equations"] = provenance.equations;
    if (!provenance.model.empty())
        json["model"] = {{"path", provenance.model}, {"sha256", provenance.modelHash}};
    json["options"] = provenance.options;
    json["device"] = provenance.device;
    json["threads"] = provenance.threads;
    json["versions"] = provenance.versions;
    return json;
}

} // namespace duoscope
