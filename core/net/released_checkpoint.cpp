// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/released_checkpoint.h"

#include "core/base/error.h"
#include "core/net/architecture.h"

#include <set>

namespace duoscope {
namespace {

[[noreturn]] void refuseReleasedCheckpoint(const std::string& why)
{
    throw Error(
        ErrorKind::Model, "Cannot import the checkpoint", why,
        "Give a checkpoint of the released code of UAAFusion, with the parts model_f and model_s, or of ReFusion");
}

/// Hands out the checkpoint's tensors by name and remembers which ones nobody asked for.
class Supply {
public:
    explicit Supply(const NamedTensors& tensors) : m_tensors(tensors) {}

    bool has(const std::string& name) const { return m_tensors.contains(name); }

    torch::Tensor take(const std::string& name)
    {
        const auto found = m_tensors.find(name);
        if (found == m_tensors.end())
            refuseReleasedCheckpoint("the tensor \"" + name + "\" is missing");
        m_taken.insert(name);
        return found->second;
    }

    /// Weights the released code stores and never uses.
    void dropPrefix(const std::string& prefix)
    {
        for (const auto& [name, tensor] : m_tensors)
            if (name.starts_with(prefix))
                m_taken.insert(name);
    }

    void expectAllTaken() const
    {
        for (const auto& [name, tensor] : m_tensors)
            if (!m_taken.contains(name))
                refuseReleasedCheckpoint("the tensor \"" + name.substr(0, 80) +
                                         "\" belongs to no layer of that network");
    }

private:
    const NamedTensors& m_tensors;
    std::set<std::string> m_taken;
};

void takeConvolution(Supply& from, const std::string& theirs, NamedTensors& to, const std::string& ours)
{
    to[ours + ".weight"] = from.take(theirs + ".weight");
    if (from.has(theirs + ".bias"))
        to[ours + ".bias"] = from.take(theirs + ".bias");
}

void takeNorm(Supply& from, const std::string& theirs, NamedTensors& to, const std::string& ours)
{
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var", ".num_batches_tracked"})
        to[ours + part] = from.take(theirs + part);
}

void takeUnit(Supply& from, const std::string& theirs, NamedTensors& to, const std::string& ours)
{
    takeConvolution(from, theirs + ".conv_unit.0", to, ours + ".first");
    to[ours + ".activation.weight"] = from.take(theirs + ".conv_unit.1.weight");
    takeConvolution(from, theirs + ".conv_unit.2", to, ours + ".second");
}

/// The released code concatenates F1, long-term, short-term memory; equation 4 and we have short before long.
torch::Tensor swapMemories(const torch::Tensor& weight)
{
    if (weight.dim() != 4 || weight.size(1) % 3 != 0)
        refuseReleasedCheckpoint("the layer that reads both memories has an unexpected shape");
    const std::vector<torch::Tensor> parts = weight.chunk(3, 1);
    return torch::cat({parts[0], parts[2], parts[1]}, 1);
}

void takeLstm(Supply& from, const std::string& theirs, NamedTensors& to, const std::string& ours)
{
    // Our gate order: forget, input, output, candidate.
    for (const auto& [source, target] : {std::pair("conv_x", "input_gates"), std::pair("conv_h", "hidden_gates")})
        for (const char* part : {".weight", ".bias"}) {
            std::vector<torch::Tensor> gates;
            for (const char* gate : {"f", "i", "o", "j"})
                gates.push_back(from.take(theirs + "." + source + gate + part));
            to[ours + "." + target + part] = torch::cat(gates, 0);
        }
}

int countStages(const Supply& supply)
{
    int stages = 0;
    while (supply.has("model_f.blockflow." + std::to_string(stages) + ".conv1.conv_unit.0.weight"))
        ++stages;
    return stages;
}

void takeFusion(Supply& from, int stages, NamedTensors& to)
{
    takeUnit(from, "model_f.init_conv_ir", to, "fusion.initial_infrared");
    takeUnit(from, "model_f.init_conv_vi", to, "fusion.initial_visible");
    to["fusion.step_sizes"] = from.take("model_f.alpha");
    from.dropPrefix("model_f.init_conv_f0.");
    for (int k = 1; k <= stages; ++k) {
        const std::string theirs = "model_f.blockflow." + std::to_string(k - 1);
        const std::string ours = "fusion.stage" + std::to_string(k);
        takeUnit(from, theirs + ".conv1", to, ours + ".extract");
        takeUnit(from, theirs + ".conv2", to, ours + ".merge");
        torch::Tensor& merge = to[ours + ".merge.first.weight"];
        merge = swapMemories(merge);
        takeUnit(from, theirs + ".conv3", to, ours + ".refine");
        takeUnit(from, theirs + ".conv4.0", to, ours + ".reconstruct");
        takeUnit(from, theirs + ".conv5", to, ours + ".lstm_input");
        takeLstm(from, theirs + ".lstm", to, ours + ".lstm");
        takeUnit(from, theirs + ".conv6", to, ours + ".recall");
    }
}

void takeSegmentation(Supply& from, NamedTensors& to)
{
    const std::string features = "model_s.feature_extractor.features.";
    const std::string backbone = "segmentation.backbone.";
    takeConvolution(from, features + "0.0", to, backbone + "stem");
    takeNorm(from, features + "0.1", to, backbone + "stem_norm");
    for (int block = 1; block <= MobileNetV2Impl::kBlocks; ++block) {
        const std::string theirs = features + std::to_string(block) + ".conv.";
        const std::string ours = backbone + "block" + std::to_string(block) + ".";
        int layer = 0;
        const auto take = [&](const char* part) {
            takeConvolution(from, theirs + std::to_string(layer), to, ours + part);
            takeNorm(from, theirs + std::to_string(layer + 1), to, ours + part + "_norm");
            layer += 3; // convolution, normalisation, activation
        };
        if (block > 1)
            take("expand");
        take("depthwise");
        take("project");
    }
    const auto takeBlock = [&](const std::string& theirs, int layer, const std::string& ours) {
        takeConvolution(from, theirs + "." + std::to_string(layer), to, ours + ".0");
        takeNorm(from, theirs + "." + std::to_string(layer + 1), to, ours + ".1");
    };
    takeBlock("model_s.shortcut_conv", 0, "segmentation.shortcut");
    takeBlock("model_s.cat_conv", 0, "segmentation.merge");
    takeBlock("model_s.cat_conv", 4, "segmentation.refine");
    takeConvolution(from, "model_s.cls_conv", to, "segmentation.classify");
}

} // namespace

Model importReleasedCheckpoint(const NamedTensors& checkpoint, const std::string& source)
{
    Supply supply(checkpoint);
    const int stages = countStages(supply);
    if (stages == 0 || !supply.has("model_s.cls_conv.weight"))
        refuseReleasedCheckpoint("it has not the layout of UAAFusion or ReFusion (its first tensor is \"" +
                                 (checkpoint.empty() ? std::string() : checkpoint.begin()->first.substr(0, 80)) +
                                 "\")");
    const torch::Tensor classifier = supply.take("model_s.cls_conv.weight");
    const torch::Tensor first = supply.take("model_f.blockflow.0.conv1.conv_unit.0.weight");
    if (classifier.dim() != 4 || first.dim() != 4)
        refuseReleasedCheckpoint("its first or last layer is no convolution");

    WeightFile weights;
    UnfoldingOptions fusion;
    fusion.stages = stages;
    fusion.width = static_cast<int>(first.size(0));
    DeepLabOptions segmentation = DeepLabOptions::released(static_cast<int>(classifier.size(0)));
    segmentation.width = static_cast<int>(classifier.size(1));
    weights.metadata = {{"architecture", kUaaFusionArchitecture},
                        {"equations", toString(Equations::Released)},
                        // The released network has FMB's 15 outputs; with another number nothing is known.
                        {"class_set", segmentation.classes == 15 ? "fmb" : "anonymous"},
                        {"record.source", "imported from " + source}};
    weights.metadata.merge(fusion.toMetadata());
    weights.metadata.merge(segmentation.toMetadata());
    takeFusion(supply, stages, weights.tensors);
    takeSegmentation(supply, weights.tensors);
    supply.expectAllTaken();
    return modelFromWeights(weights);
}

} // namespace duoscope
