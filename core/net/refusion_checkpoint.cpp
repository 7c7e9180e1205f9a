// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/refusion_checkpoint.h"

#include "core/base/error.h"
#include "core/net/architecture.h"

namespace duoscope {
namespace {

[[noreturn]] void refuseReFusionCheckpoint(const std::string& why)
{
    throw Error(ErrorKind::Model, "Cannot import the checkpoint", why,
                "Give a checkpoint of the released ReFusion code");
}

/// Our name for a part of one of their names; empty where we have none for it.
std::string ourPart(const std::string& theirs)
{
    static const std::map<std::string, std::string> parts = {
        {"project_in_1", "embed_first"},
        {"project_in_2", "embed_second"},
        {"encoder1", "encode_first"},
        {"encoder2", "encode_second"},
        {"FM", "fuse"},
        {"decoder", "decode"},
        {"project_out_0", "reduce"},
        {"project_out_1", "reconstruct"},
        // in a transformer block
        {"norm1", "attention_norm"},
        {"attn", "attention"},
        {"norm2", "feed_forward_norm"},
        {"ffn", "feed_forward"},
        {"body", ""},
        {"qkv", "qkv.pointwise"},
        {"qkv_dwconv", "qkv.depthwise"},
        {"project_in", "expand.pointwise"},
        {"dwconv", "expand.depthwise"},
        {"project_out", "project"},
        // in the fusion module
        {"temperature1", "temperature_first"},
        {"temperature2", "temperature_second"},
        {"qkv1", "qkv_first.pointwise"},
        {"qkv1_dwconv", "qkv_first.depthwise"},
        {"qkv2", "qkv_second.pointwise"},
        {"qkv2_dwconv", "qkv_second.depthwise"},
        {"project_mid1", "project_first"},
        {"project_mid2", "project_second"},
        {"project_E", "gate.pointwise"},
        {"project_E_d", "gate.depthwise"},
        {"project_E1", "expand_first.pointwise"},
        {"project_E1_d", "expand_first.depthwise"},
        {"project_E2", "expand_second.pointwise"},
        {"project_E2_d", "expand_second.depthwise"},
        {"project_out1", "merge_first"},
        {"project_out2", "merge_second"},
        {"conv", ""}, // of the second copy
    };
    const auto found = parts.find(theirs);
    return found == parts.end() ? theirs : found->second;
}

/// "encoder1.0.attn.qkv.conv.weight" → "encode_first1.attention.qkv.pointwise.weight".
std::string ourName(const std::string& theirs)
{
    std::string name;
    for (std::size_t begin = 0; begin <= theirs.size();) {
        const std::size_t end = std::min(theirs.find('.', begin), theirs.size());
        const std::string part = theirs.substr(begin, end - begin);
        if (part.size() == 1 && part[0] >= '0' && part[0] < '9') // blocks count from 1 here
            name += static_cast<char>(part[0] + 1);
        else if (const std::string ours = ourPart(part); !ours.empty())
            name += (name.empty() ? "" : ".") + ours;
        begin = end + 1;
    }
    return name;
}

int countBlocks(const NamedTensors& tensors)
{
    int blocks = 0;
    while (tensors.contains("fusion.decode" + std::to_string(blocks + 1) + ".attention.temperature"))
        ++blocks;
    return blocks;
}

} // namespace

bool isReFusionCheckpoint(const NamedTensors& checkpoint)
{
    return checkpoint.contains("FM.temperature1") && checkpoint.contains("project_in_1.weight");
}

ReFusionModel importReFusionCheckpoint(const NamedTensors& checkpoint, FusionTask task, const std::string& source)
{
    WeightFile weights;
    for (const auto& [name, tensor] : checkpoint) {
        const auto [place, isNew] = weights.tensors.emplace("fusion." + ourName(name), tensor);
        if (!isNew && !place->second.equal(tensor))
            refuseReFusionCheckpoint("the two copies of \"" + name.substr(0, 80) + "\" differ");
    }
    const auto embed = weights.tensors.find("fusion.embed_first.weight");
    const auto temperature = weights.tensors.find("fusion.fuse.temperature_first");
    if (embed == weights.tensors.end() || temperature == weights.tensors.end() || embed->second.dim() != 4)
        refuseReFusionCheckpoint("it has not the layout of ReFusion");
    ReFusionOptions options;
    options.width = static_cast<int>(embed->second.size(0));
    options.heads = static_cast<int>(temperature->second.numel());
    options.blocks = countBlocks(weights.tensors);
    weights.metadata = {{"architecture", kReFusionArchitecture},
                        {"task", toString(task)},
                        {"record.source", "imported from " + source}};
    weights.metadata.merge(options.toMetadata());
    return reFusionModelFromWeights(weights);
}

} // namespace duoscope
