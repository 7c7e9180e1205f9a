// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/model.h"

#include "core/base/error.h"

namespace duoscope {
namespace {

constexpr const char* kFusionPrefix = "fusion.";
constexpr const char* kSegmentationPrefix = "segmentation.";
constexpr const char* kRecordPrefix = "record.";
constexpr const char* kGuidancePrefix = "guidance.";

[[noreturn]] void refuse(const std::string& why)
{
    throw Error(ErrorKind::Model, "Cannot build the model", why,
                "Import or train the model again with this version of Duoscope");
}

std::string shapeText(const torch::Tensor& tensor)
{
    std::string text;
    for (const std::int64_t side : tensor.sizes())
        text += (text.empty() ? "" : "x") + std::to_string(side);
    return text.empty() ? "a single number" : text;
}

/// Copies the tensors under a prefix into a module; returns how many there were.
std::size_t fill(torch::nn::Module& module, const NamedTensors& tensors, const std::string& prefix)
{
    const torch::NoGradGuard noGradient;
    const NamedTensors targets = namedTensors(module);
    for (auto [name, target] : targets) {
        const auto found = tensors.find(prefix + name);
        if (found == tensors.end())
            refuse("the tensor \"" + prefix + name + "\" is missing");
        if (found->second.sizes() != target.sizes())
            refuse("the tensor \"" + prefix + name + "\" is " + shapeText(found->second) + " instead of " +
                   shapeText(target));
        const torch::Tensor converted = found->second.to(target.scalar_type());
        if (converted.is_floating_point() && !torch::isfinite(converted).all().item<bool>())
            refuse("the tensor \"" + prefix + name + "\" holds values that are not finite");
        if (name.ends_with("running_var") && (converted < 0).any().item<bool>())
            refuse("the tensor \"" + prefix + name + "\" holds a negative variance");
        target.copy_(converted);
    }
    return targets.size();
}

/// The entries under a prefix, without it.
Metadata under(std::string_view prefix, const Metadata& metadata)
{
    Metadata part;
    for (const auto& [name, text] : metadata)
        if (name.starts_with(prefix))
            part[name.substr(prefix.size())] = text;
    return part;
}

void freeze(torch::nn::Module& module)
{
    module.eval();
    for (torch::Tensor& parameter : module.parameters()) {
        parameter.requires_grad_(false);
        if (parameter.dim() == 4)
            parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
    }
}

} // namespace

NamedTensors namedTensors(const torch::nn::Module& module)
{
    NamedTensors tensors;
    for (const auto& item : module.named_parameters())
        tensors.emplace(item.key(), item.value());
    for (const auto& item : module.named_buffers())
        tensors.emplace(item.key(), item.value());
    return tensors;
}

void Model::prepareForInference()
{
    freeze(*fusion);
    freeze(*segmentation);
}

Model modelFromWeights(const WeightFile& weights)
{
    const std::string& architecture = metadataText(weights.metadata, "architecture");
    if (architecture != kUaaFusionArchitecture)
        refuse("its architecture is \"" + architecture.substr(0, 40) + "\", not \"" + kUaaFusionArchitecture + "\"");
    Model model;
    const std::string& equations = metadataText(weights.metadata, "equations");
    if (equations != "paper" && equations != "released")
        refuse("its equations are \"" + equations.substr(0, 40) + "\", neither paper nor released");
    model.equations = parseEquations(equations);
    model.classSet = metadataText(weights.metadata, "class_set");
    model.record = under(kRecordPrefix, weights.metadata);
    model.guidance = under(kGuidancePrefix, weights.metadata);
    const UnfoldingOptions fusion = UnfoldingOptions::fromMetadata(weights.metadata);
    // Looked at before building, so that a few words of metadata do not allocate gigabytes.
    const auto last =
        weights.tensors.find(kFusionPrefix + ("stage" + std::to_string(fusion.stages)) + ".extract.second.weight");
    if (last == weights.tensors.end() || last->second.dim() != 4 || last->second.size(0) != fusion.width)
        refuse("it has not the " + std::to_string(fusion.stages) + " stages of width " + std::to_string(fusion.width) +
               " that its metadata promises");
    model.fusion = UnfoldingNetwork(fusion);
    model.segmentation = DeepLab(DeepLabOptions::fromMetadata(weights.metadata));
    const std::size_t filled = fill(*model.fusion, weights.tensors, kFusionPrefix) +
                               fill(*model.segmentation, weights.tensors, kSegmentationPrefix);
    if (filled != weights.tensors.size())
        refuse(std::to_string(weights.tensors.size() - filled) + " of its tensors belong to no layer");
    return model;
}

WeightFile weightsOf(const Model& model)
{
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
    try {
        return modelFromWeights(readSafetensors(file));
    } catch (const Error& error) {
        if (error.failure().find(file.string()) != std::string::npos)
            throw;
        throw Error(error.kind(), "Cannot use the model " + file.string(), error.reason(), error.remedy());
    }
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
