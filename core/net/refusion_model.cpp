// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/refusion_model.h"

#include "core/base/error.h"
#include "core/net/architecture.h"
#include "core/net/model_file.h"
#include "core/net/module_weights.h"

namespace duoscope {
namespace {

constexpr const char* kFusionPrefix = "fusion.";
constexpr const char* kRecordPrefix = "record.";

[[noreturn]] void refuseReFusionModel(const std::string& why)
{
    throw Error(ErrorKind::Model, "Cannot build the model", why,
                "Import the model again with this version of Duoscope");
}

FusionTask taskOf(const Metadata& metadata)
{
    try {
        return parseFusionTask(metadataText(metadata, "task"));
    } catch (const Error& error) {
        refuseReFusionModel("its task is not known; " + error.reason());
    }
}

} // namespace

ReFusionModel reFusionModelFromWeights(const WeightFile& weights)
{
    requireArchitecture(weights.metadata, kReFusionArchitecture);
    const ReFusionOptions options = ReFusionOptions::fromMetadata(weights.metadata);
    ReFusionModel model;
    model.task = taskOf(weights.metadata);
    model.record = metadataUnder(kRecordPrefix, weights.metadata);
    // Looked at before building, so that a few words of metadata do not allocate gigabytes.
    const auto last =
        weights.tensors.find(kFusionPrefix + ("decode" + std::to_string(options.blocks)) + ".attention.project.weight");
    if (last == weights.tensors.end() || last->second.dim() != 4 || last->second.size(0) != 2 * options.width)
        refuseReFusionModel("it has not the " + std::to_string(options.blocks) + " blocks of width " +
                            std::to_string(options.width) + " that its metadata promises");
    model.network = ReFusionNetwork(options);
    const std::size_t filled = fillModule(*model.network, weights.tensors, kFusionPrefix);
    if (filled != weights.tensors.size())
        refuseReFusionModel(std::to_string(weights.tensors.size() - filled) + " of its tensors belong to no layer");
    return model;
}

WeightFile weightsOf(const ReFusionModel& model)
{
    WeightFile weights;
    weights.metadata = {
        {"architecture", kReFusionArchitecture}, {"task", toString(model.task)}, {"sources", sourcesOf(model.task)}};
    weights.metadata.merge(model.network->options().toMetadata());
    for (const auto& [name, text] : model.record)
        weights.metadata[kRecordPrefix + name] = text;
    for (const auto& [name, tensor] : namedTensors(*model.network))
        weights.tensors.emplace(kFusionPrefix + name, tensor);
    return weights;
}

ReFusionModel loadReFusionModel(const std::filesystem::path& file)
{
    return withModelFile(file, [&] { return reFusionModelFromWeights(readSafetensors(file)); });
}

void saveModel(const std::filesystem::path& file, const ReFusionModel& model)
{
    writeSafetensors(file, weightsOf(model));
}

} // namespace duoscope
