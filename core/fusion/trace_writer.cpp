// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/trace_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/output_folder.h"
#include "core/fusion/description.h"
#include "core/fusion/npy.h"
#include "core/image/colour.h"
#include "core/image/image_file.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string_view>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

/// The name of a layer's file without its ending.
std::string extraFile(const NamedLayer& layer) { return "extra_" + layerName(layer.name); }

Json describeStages(const FusionTrace& trace)
{
    Json stages = Json::array();
    for (const StageTrace& stage : trace.stages) {
        Json entry = describe(stage, trace.isAttributed());
        entry["seconds"] = stage.seconds;
        if (!stage.infraredWeights.empty())
            entry["w1_by_class"] = stage.infraredWeights;
        stages.push_back(std::move(entry));
    }
    return stages;
}

/// The extra layers: name, file, and what was done to them.
Json describeExtras(const FusionTrace& trace)
{
    Json extras = Json::array();
    for (const NamedLayer& layer : trace.extras) {
        Json entry = {{"name", layer.name}, {"file", extraFile(layer) + ".npy"}};
        if (!layer.note.empty())
            entry["note"] = layer.note;
        extras.push_back(std::move(entry));
    }
    return extras;
}

Json summarise(const FusionTrace& trace, bool fullPaths)
{
    Json json = {{"program", "duoscope"},
                 {"pair", trace.pair.name},
                 {"width", trace.pair.size().width},
                 {"height", trace.pair.size().height},
                 {"infrared", describe(trace.pair.infrared, fullPaths)},
                 {"visible", describe(trace.pair.visible, fullPaths)},
                 {"provenance", describe(trace.provenance, fullPaths)},
                 {"stages", static_cast<int>(trace.stages.size()) - 1},
                 {"what_if", trace.isWhatIf()},
                 {"seconds", trace.seconds()}};
    if (trace.tiling)
        json["tiling"] = describe(*trace.tiling);
    if (!trace.classes.empty()) {
        json["class_set"] = trace.classSet.name();
        json["classes"] = describeClasses(trace);
        if (trace.isAttributed()) {
            const WeightShares shares = weightShares(trace);
            json["pixels_undecided"] = shares.undecided;
            json["pixels_at_limit"] = shares.atLimit;
        }
    }
    return json;
}

/// Whether text is prefix, a number, ".npy".
bool isNumbered(std::string_view text, std::string_view prefix)
{
    constexpr std::string_view kSuffix = ".npy";
    if (!text.starts_with(prefix) || !text.ends_with(kSuffix) || text.size() <= prefix.size() + kSuffix.size())
        return false;
    text = text.substr(prefix.size(), text.size() - prefix.size() - kSuffix.size());
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether text is "extra_", a layer's name, ".npy".
bool isExtra(std::string_view text) { return text.starts_with("extra_") && text.ends_with(".npy"); }

/// Names that a result may have, so that those of an earlier one do not stay beside a new one.
bool isResultName(const std::string& name)
{
    static const std::set<std::string> fixed = {"gray.png",
                                                "colour.png",
                                                "summary.json",
                                                "trace.json",
                                                "regions.npy",
                                                "weight_infrared.npy",
                                                "segmentation_fused.npy",
                                                "segmentation_infrared.npy",
                                                "segmentation_visible.npy"};
    return fixed.contains(name) || isNumbered(name, "stage_") || isNumbered(name, "attention_") || isExtra(name);
}

void removeEarlierResult(const std::filesystem::path& folder, const std::vector<std::string>& current)
{
    const std::set<std::string> kept(current.begin(), current.end());
    std::vector<std::filesystem::path> stale;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
        if (const std::string name = entry.path().filename().string(); isResultName(name) && !kept.contains(name))
            stale.push_back(entry.path());
    for (const std::filesystem::path& file : stale)
        std::filesystem::remove(file, ignored);
}

class ResultWriter {
public:
    ResultWriter(const std::filesystem::path& folder, const JobControl& job) : m_output(folder), m_job(job) {}

    void matrix(const std::string& name, const cv::Mat& values)
    {
        m_job.checkStop();
        if (!values.empty())
            writeNpy(m_output.stage(name + ".npy"), values);
    }

    void picture(const std::string& name, const cv::Mat& image)
    {
        m_job.checkStop();
        if (!image.empty())
            writeImageFile(m_output.stage(name), toBytes(image));
    }

    std::string json(const std::string& name, Json document)
    {
        const std::filesystem::path path = m_output.stage(name);
        document["files"] = m_output.names();
        std::string text = document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
        writeAtomically(path, [&](std::ostream& stream) { stream << text; });
        return text;
    }

    OutputFolder& output() { return m_output; }

private:
    OutputFolder m_output;
    const JobControl& m_job;
};

} // namespace

std::string writeResult(const std::filesystem::path& folder, const FusionTrace& trace, bool withTrace,
                        const JobControl& job, bool fullPaths)
{
    ResultWriter writer(folder, job);
    writer.picture("gray.png", trace.gray);
    writer.picture("colour.png", trace.colour);
    Json summary = summarise(trace, fullPaths);
    if (withTrace) {
        for (const StageTrace& stage : trace.stages)
            writer.matrix("stage_" + std::to_string(stage.k), stage.fused);
        for (const StageTrace& stage : trace.stages)
            writer.matrix("attention_" + std::to_string(stage.k), stage.attention);
        writer.matrix("weight_infrared", trace.infraredWeight);
        writer.matrix("regions", trace.regions);
        writer.matrix("segmentation_infrared", trace.segmentationInfrared);
        writer.matrix("segmentation_visible", trace.segmentationVisible);
        writer.matrix("segmentation_fused", trace.segmentationFused);
        for (const NamedLayer& layer : trace.extras)
            writer.matrix(extraFile(layer), layer.values);
        Json document = summary;
        document["stages"] = describeStages(trace);
        if (!trace.extras.empty())
            document["extras"] = describeExtras(trace);
        document["preparation_seconds"] = trace.preparationSeconds;
        writer.json("trace.json", std::move(document));
    }
    std::string text = writer.json("summary.json", std::move(summary));
    job.checkStop();
    // A folder that holds our summary holds an earlier result of ours.
    const bool replaces = std::filesystem::exists(folder / "summary.json");
    writer.output().commit();
    if (replaces)
        removeEarlierResult(folder, writer.output().names());
    return text;
}

} // namespace duoscope
