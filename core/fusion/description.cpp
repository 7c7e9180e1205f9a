// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/description.h"

#include <nlohmann/json.hpp>

namespace duoscope {

using Json = nlohmann::ordered_json;

std::string toldPath(const std::filesystem::path& file, bool fullPaths)
{
    if (fullPaths || file.empty())
        return file.string();
    return (file.has_filename() ? file : file.parent_path()).filename().string(); // "folder/"
}

Json describe(const SourceImage& source, bool fullPaths)
{
    return {{"path", toldPath(source.path, fullPaths)},
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

Json describe(const Provenance& provenance, bool fullPaths)
{
    Json json = {{"method", provenance.method}};
    if (!provenance.equations.empty())
        json["equations"] = provenance.equations;
    if (!provenance.model.empty())
        json["model"] = {{"path", toldPath(provenance.model, fullPaths)}, {"sha256", provenance.modelHash}};
    json["options"] = provenance.options;
    json["device"] = provenance.device;
    json["threads"] = provenance.threads;
    json["versions"] = provenance.versions;
    return json;
}

Json describe(const Tiling& tiling)
{
    return {{"guidance",
             {{"reduction", tiling.reduction}, {"width", tiling.guidance.width}, {"height", tiling.guidance.height}}},
            {"tile", {{"width", tiling.tile.width}, {"height", tiling.tile.height}, {"halo", tiling.halo}}},
            {"tiles", tiling.tiles},
            {"memory_bytes", tiling.memory},
            {"left_out", tiling.leftOut}};
}

namespace {

Json describe(const ClassAttribution& side)
{
    return {{"score", side.score},
            {"attribution", side.attribution},
            {"completeness_residual", side.residual},
            {"score_change", side.change}};
}

} // namespace

Json describeClasses(const FusionTrace& trace)
{
    Json classes = Json::array();
    for (const ClassTrace& entry : trace.classes) {
        if (entry.pixels == 0)
            continue;
        Json description = {{"id", entry.id},
                            {"name", trace.classSet.at(entry.id).name},
                            {"pixels", entry.pixels},
                            {"w1", entry.infraredWeight},
                            {"w2", entry.visibleWeight()},
                            {"w1_attributed", entry.attributedWeight},
                            {"what_if", entry.isChanged()}};
        if (trace.isAttributed()) {
            description["infrared"] = describe(entry.infrared);
            description["visible"] = describe(entry.visible);
        }
        classes.push_back(std::move(description));
    }
    return classes;
}

Json describe(const StageTrace& stage, bool attributed)
{
    Json json = {{"k", stage.k}};
    if (stage.k > 0) {
        json["step_size"] = stage.stepSize;
        json["mean_change"] = stage.change;
        if (attributed) {
            json["completeness_residual"] = stage.completenessResidual;
            json["score_change"] = stage.scoreChange;
        }
    }
    return json;
}

} // namespace duoscope
