// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/model.h"

#include "core/base/error.h"
#include "core/net/architecture.h"
#include "core/net/model_file.h"

namespace duoscope {
namespace {

constexpr const char* kFusionPrefix = "fusion.";
constexpr const char* kSegmentationPrefix = "segmentation.";
constexpr const char* kRecordPrefix = "record.";
constexpr const char* kGuidancePrefix = "guidance.";

[[noreturn]] void refuseModel(const std::string& why)
{
    throw Error(ErrorKind::Model, "Cannot build the model", why,
                "Import or train the model again with this version of Duoscope");
}

} // namespace

void Model::prepareForInference()
{
    freezeModule(*fusion);
    segmentation->eval();
    segmentation->foldNormalisation();
    freezeModule(*segmentation);
}

Model modelFromWeights(const WeightFile& weights)
{
    requireArchitecture(weights.metadata, kUaaFusionArchitecture);
    Model model;
    const std::string& equations = metadataText(weights.metadata, "equations");
    if (equations != "paper" && equations != "released")
        refuseModel("its equations are \"" + equations.substr(0, 40) + "\", neither paper nor released");
    model.equations = parseEquations(equations);
    model.classSet = metadataText(weights.metadata, "class_set");
    model.record = metadataUnder(kRecordPrefix, weights.metadata);
    model.guidance = metadataUnder(kGuidancePrefix, weights.metadata);
    const UnfoldingOptions fusion = UnfoldingOptions::fromMetadata(weights.metadata);
    // Looked at before building, so that a few words of metadata do not allocate gigabytes.
    const auto last =
        weights.tensors.find(kFusionPrefix + ("stage" + std::to_string(fusion.stages)) + ".extract.second.weight");
    if (last == weights.tensors.end() || last->second.dim() != 4 || last->second.size(0) != fusion.width)
        refuseModel("it has not the " + std::to_string(fusion.stages) + " stages of width " +
                    std::to_string(fusion.width) + " that its metadata promises");
    model.fusion = UnfoldingNetwork(fusion);
    model.segmentation = DeepLab(DeepLabOptions::fromMetadata(weights.metadata));
    const std::size_t filled = fillModule(*model.fusion, weights.tensors, kFusionPrefix) +
                               fillModule(*model.segmentation, weights.tensors, kSegmentationPrefix);
    if (filled != weights.tensors.size())
        refuseModel(std::to_string(weights.tensors.size() - filled) + " of its tensors belong to no layer");
    return model;
}

WeightFile weightsOf(const Model& model)
{
    TORCH_CHECK(!model.segmentation->isFolded(),
                "a model that was prepared for inference has not its weights any more");
    WeightFile weights;
    weights.metadata = {{"architecture", kUaaFusionArchitecture},
                        {"equations", toString(model.equations)},
                        {"class_set", model.classSet}};
    weights.metadata.merge(model.fusion->options().toMetadata());
    weights.metadata.merge(model.segmentation->options().toMetadata());
    for (const auto& [name, text] : model.guidance)
        weights.metadata[kGuidancePrefix + name] = text;
    for (const auto& [name, text] : model.record)
        weights.metadata[kRecordPrefix + name] = text;
    for (const auto& [name, tensor] : namedTensors(*model.fusion))
        weights.tensors.emplace(kFusionPrefix + name, tensor);
    for (const auto& [name, tensor] : namedTensors(*model.segmentation))
        weights.tensors.emplace(kSegmentationPrefix + name, tensor);
    return weights;
}

Model loadModel(const std::filesystem::path& file)
{
    return withModelFile(file, [&] { return modelFromWeights(readSafetensors(file)); });
}

void saveModel(const std::filesystem::path& file, const Model& model) { writeSafetensors(file, weightsOf(model)); }

void saveModelInHalfPrecision(const std::filesystem::path& file, const Model& model)
{
    WeightFile weights = weightsOf(model);
    for (auto& [name, tensor] : weights.tensors)
        if (tensor.is_floating_point() && tensor.dim() == 4)
            tensor = tensor.to(torch::kHalf);
    writeSafetensors(file, weights);
}

} // namespace duoscope
