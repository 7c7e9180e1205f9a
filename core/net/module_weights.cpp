// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/module_weights.h"

#include "core/base/error.h"

namespace duoscope {
namespace {

[[noreturn]] void refuseWeights(const std::string& why)
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

std::size_t fillModule(torch::nn::Module& module, const NamedTensors& tensors, const std::string& prefix)
{
    const torch::NoGradGuard noGradient;
    const NamedTensors targets = namedTensors(module);
    for (auto [name, target] : targets) {
        const auto found = tensors.find(prefix + name);
        if (found == tensors.end())
            refuseWeights("the tensor \"" + prefix + name + "\" is missing");
        if (found->second.sizes() != target.sizes())
            refuseWeights("the tensor \"" + prefix + name + "\" is " + shapeText(found->second) + " instead of " +
                          shapeText(target));
        const torch::Tensor converted = found->second.to(target.scalar_type());
        if (converted.is_floating_point() && !torch::isfinite(converted).all().item<bool>())
            refuseWeights("the tensor \"" + prefix + name + "\" holds values that are not finite");
        if (name.ends_with("running_var") && (converted < 0).any().item<bool>())
            refuseWeights("the tensor \"" + prefix + name + "\" holds a negative variance");
        target.copy_(converted);
    }
    return targets.size();
}

void freezeModule(torch::nn::Module& module)
{
    module.eval();
    for (torch::Tensor& parameter : module.parameters()) {
        parameter.requires_grad_(false);
        if (parameter.dim() != 4)
            continue;
        // Not contiguous(): that leaves the weights of one input channel as they are, for they are in both formats. A
        // first layer, which sees pictures that are in both, would then choose the other one for the whole network.
        const torch::Tensor moved =
            torch::empty(parameter.sizes(), parameter.options().memory_format(torch::MemoryFormat::ChannelsLast));
        parameter.set_data(moved.copy_(parameter));
    }
}

} // namespace duoscope
