// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimizer_state.h"

#include "core/base/error.h"
#include "core/net/model.h"

#include <caffe2/serialize/in_memory_adapter.h>
#include <caffe2/serialize/inline_container.h>

#include <cctype>
#include <cstring>
#include <sstream>
#include <string_view>

namespace duoscope {
namespace {

[[noreturn]] void refuse(const std::string& why)
{
    throw Error(ErrorKind::Model, "Cannot resume the training", why,
                "Resume from a checkpoint of the same training, or start anew");
}

const torch::Tensor& find(const NamedTensors& tensors, const std::string& name)
{
    const auto found = tensors.find(name);
    if (found == tensors.end())
        refuse("the checkpoint has no \"" + name + "\"");
    return found->second;
}

/// Whether TorchScript text defines a function: what has only attributes computes nothing when it is loaded.
bool definesFunction(std::string_view code)
{
    const auto isNamePart = [&](std::size_t at) {
        return at < code.size() && (std::isalnum(static_cast<unsigned char>(code[at])) || code[at] == '_');
    };
    constexpr std::string_view kDefinition = "def";
    for (std::size_t at = code.find(kDefinition); at != std::string_view::npos; at = code.find(kDefinition, at + 1))
        if ((at == 0 || !isNamePart(at - 1)) && !isNamePart(at + kDefinition.size()))
            return true;
    return false;
}

/// LibTorch keeps an optimiser's numbers in an archive of TorchScript. Ours hold no code that runs; one from elsewhere
/// might, as soon as it is loaded.
void requireNoProgram(const std::string& archive)
{
    caffe2::serialize::PyTorchStreamReader reader(
        std::make_unique<caffe2::serialize::MemoryReadAdapter>(archive.data(), static_cast<off_t>(archive.size())));
    for (const std::string& name : reader.getAllRecords()) {
        if (!name.starts_with("code/"))
            continue;
        const auto [code, size] = reader.getRecord(name);
        if (definesFunction({static_cast<const char*>(code.get()), size}))
            refuse("the optimiser's state in it holds a program");
    }
}

} // namespace

torch::Tensor saveOptimizer(const torch::optim::Optimizer& optimizer)
{
    torch::serialize::OutputArchive archive;
    optimizer.save(archive);
    std::ostringstream stream;
    archive.save_to(stream);
    const std::string bytes = stream.str();
    torch::Tensor tensor = torch::empty({static_cast<std::int64_t>(bytes.size())}, torch::kUInt8);
    std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
    return tensor;
}

void loadOptimizer(torch::optim::Optimizer& optimizer, const NamedTensors& tensors, const std::string& name)
{
    const torch::Tensor bytes = find(tensors, name).contiguous();
    if (bytes.scalar_type() != torch::kUInt8)
        refuse("\"" + name + "\" is no archive");
    const std::string content(static_cast<const char*>(bytes.data_ptr()), static_cast<std::size_t>(bytes.numel()));
    std::istringstream stream(content);
    try {
        requireNoProgram(content);
        torch::serialize::InputArchive archive;
        archive.load_from(stream);
        optimizer.load(archive);
    } catch (const c10::Error& problem) {
        refuse("the optimiser's state is damaged (" + std::string(problem.what_without_backtrace()) + ")");
    }
}

void saveModule(const torch::nn::Module& module, NamedTensors& tensors, const std::string& prefix)
{
    for (const auto& [name, tensor] : namedTensors(module))
        tensors.emplace(prefix + name, tensor);
}

void loadModule(torch::nn::Module& module, const NamedTensors& tensors, const std::string& prefix)
{
    const torch::NoGradGuard noGradient;
    for (auto [name, target] : namedTensors(module)) {
        const torch::Tensor& source = find(tensors, prefix + name);
        if (source.sizes() != target.sizes())
            refuse("\"" + prefix + name + "\" has another shape");
        target.copy_(source);
    }
}

void copyModule(const torch::nn::Module& from, torch::nn::Module& to)
{
    NamedTensors tensors;
    saveModule(from, tensors, "");
    loadModule(to, tensors, "");
}

void useChannelsLast(torch::nn::Module& module)
{
    for (torch::Tensor& parameter : module.parameters())
        if (parameter.dim() == 4)
            parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
}

} // namespace duoscope
