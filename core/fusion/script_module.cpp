// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/script_module.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/fusion/script_archive.h"
#include "core/fusion/tensor_image.h"

#include <opencv2/core.hpp>
#include <torch/csrc/jit/runtime/print_handler.h>
#include <torch/script.h>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <sstream>
#include <string_view>

namespace duoscope {
namespace {

constexpr const char* kRecipe =
    "Save it with torch.jit.trace or torch.jit.script, as the README's \"Your own methods\" shows";
constexpr const char* kFusedName = "fused";

bool isBlank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

/// The line of LibTorch's message that says what went wrong: behind tracebacks its last paragraph, else its first line.
std::string reasonIn(const std::string& message)
{
    constexpr std::size_t kLongest = 300;
    const bool hasTraceback = message.find("Traceback of TorchScript") != std::string::npos;
    const std::size_t raised = hasTraceback ? message.rfind("\nRuntimeError: ") : std::string::npos;
    std::istringstream lines(raised == std::string::npos ? message : message.substr(raised + 1));
    std::string line;
    while (std::getline(lines, line) && isBlank(line)) {
    }
    for (const std::string_view prefix : {"RuntimeError: ", "builtins.RuntimeError: "})
        if (line.starts_with(prefix))
            line.erase(0, prefix.size());
    line = printable(line.substr(0, line.find_last_not_of(" \t\r.:") + 1));
    if (line.size() > kLongest)
        line = line.substr(0, kLongest) + "…";
    return line.empty() ? "it gave no reason" : line;
}

/// Runs work and turns whatever it throws but our own errors into Error(Model).
template <typename Work>
auto runModule(const std::string& what, const std::string& saying, const std::string& remedy, Work work)
{
    std::string reason;
    try {
        return work();
    } catch (const Error&) {
        throw;
    } catch (const c10::Error& problem) {
        reason = reasonIn(problem.what_without_backtrace());
    } catch (const std::exception& problem) {
        reason = reasonIn(problem.what());
    }
    throw Error(ErrorKind::Model, what, saying + reason, remedy);
}

void print(const std::string& text)
{
    spdlog::info("The module prints: {}", printable(text.substr(0, text.find_last_not_of('\n') + 1)));
}

/// As eval(), which refuses modules that were frozen.
void setToInference(const torch::jit::Module& module)
{
    for (const torch::jit::Module& part : module.modules())
        if (const auto slot = part._ivalue()->type()->findAttributeSlot("training"))
            part._ivalue()->setSlot(*slot, false);
}

void requireTwoPictures(const torch::jit::Module& module, const std::string& what)
{
    const auto forward = module.find_method("forward");
    if (!forward)
        throw Error(ErrorKind::Model, what, "the module has no forward", kRecipe);
    const auto& arguments = forward->function().getSchema().arguments(); // the first is the module
    const auto isTensor = [](const c10::Argument& argument) {
        return argument.type()->kind() == c10::TypeKind::TensorType;
    };
    const bool takesTwo = arguments.size() >= 3 && isTensor(arguments[1]) && isTensor(arguments[2]) &&
                          std::all_of(arguments.begin() + 3, arguments.end(), [](const c10::Argument& argument) {
                              return argument.default_value().has_value();
                          });
    if (!takesTwo)
        throw Error(ErrorKind::Model, what, "its forward does not take two pictures",
                    "Wrap it in a module with forward(infrared, visible), as the README's \"Your own methods\" shows");
}

torch::jit::Module load(const std::filesystem::path& file, const std::string& device)
{
    const std::string what = "Cannot use the module " + file.string();
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored))
        throw Error(ErrorKind::Model, what, "there is no such file", "Check \"module\" in the manifest");
    requireScriptArchive(file);
    return runModule(what, "it is no TorchScript module: ", kRecipe, [&] {
        torch::jit::Module module = torch::jit::load(file.string(), torch::Device(device));
        requireTwoPictures(module, what);
        setToInference(module);
        return module;
    });
}

torch::Tensor toInput(const cv::Mat& picture, const std::string& device)
{
    std::vector<cv::Mat> planes;
    cv::split(picture, planes);
    std::vector<torch::Tensor> channels;
    for (const cv::Mat& plane : planes)
        channels.push_back(toTensor(plane, device));
    return torch::cat(channels, 1);
}

std::string shapeOf(const torch::Tensor& tensor)
{
    std::string text;
    for (const std::int64_t size : tensor.sizes())
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "[" + text + "]";
}

/// [C, H, W] of [1, C, H, W], [C, H, W] or [H, W], as float numbers on the CPU; nothing for all else.
std::optional<torch::Tensor> asPlanes(const torch::Tensor& tensor)
{
    if (!tensor.defined() || tensor.layout() != torch::kStrided || tensor.is_quantized() || tensor.is_complex() ||
        tensor.numel() == 0)
        return {};
    torch::Tensor planes = tensor;
    if (planes.dim() == 4 && planes.size(0) == 1)
        planes = planes[0];
    if (planes.dim() == 2)
        planes = planes.unsqueeze(0);
    if (planes.dim() != 3)
        return {};
    return planes.detach().to(torch::kCPU, torch::kFloat32);
}

std::vector<cv::Mat> toMats(const torch::Tensor& planes, std::int64_t count)
{
    std::vector<cv::Mat> mats;
    for (std::int64_t c = 0; c < count; ++c)
        mats.push_back(toMat(planes[c]));
    return mats;
}

std::vector<cv::Mat> fusedOf(const c10::IValue& value, const std::string& what)
{
    constexpr const char* kRemedy = "Let forward return [1, 1, H, W], or a dictionary with that as \"fused\"";
    if (!value.isTensor())
        throw Error(ErrorKind::Model, what,
                    "the module's result is no picture but of the type " + printable(value.type()->str()), kRemedy);
    const torch::Tensor tensor = value.toTensor();
    const std::optional<torch::Tensor> planes = asPlanes(tensor);
    if (!planes || (planes->size(0) != 1 && planes->size(0) != 3))
        throw Error(ErrorKind::Model, what,
                    tensor.defined() ? "the module's result has the shape " + shapeOf(tensor) +
                                           (planes || tensor.dim() != 4 ? "" : " or numbers that are no picture's")
                                     : "the module's result is empty",
                    kRemedy);
    return toMats(*planes, planes->size(0));
}

/// What a module returned, by name.
struct Entry {
    std::string name;
    c10::IValue value;
};

std::vector<Entry> entriesOf(const c10::IValue& returned)
{
    std::vector<Entry> entries;
    const auto addUnnamed = [&](const auto& values) {
        for (const c10::IValue& value : values)
            entries.push_back({entries.empty() ? kFusedName : "output_" + std::to_string(entries.size()), value});
    };
    if (returned.isGenericDict()) {
        for (const auto& entry : returned.toGenericDict())
            if (entry.key().isString())
                entries.push_back({entry.key().toStringRef(), entry.value()});
    } else if (returned.isTuple()) {
        const auto tuple = returned.toTuple();
        const auto& schema = tuple->type()->schema();
        if (!schema) {
            addUnnamed(tuple->elements());
        } else {
            for (std::size_t i = 0; i < tuple->elements().size(); ++i)
                entries.push_back({schema->arguments()[i].name(), tuple->elements()[i]});
        }
    } else if (returned.isList()) {
        addUnnamed(returned.toListRef());
    } else {
        entries.push_back({kFusedName, returned});
    }
    return entries;
}

ScriptResult resultOf(const c10::IValue& returned, const std::string& what)
{
    ScriptResult result;
    std::string left;
    for (const Entry& entry : entriesOf(returned)) {
        if (entry.name == kFusedName) {
            result.fused = fusedOf(entry.value, what);
            continue;
        }
        const auto planes = entry.value.isTensor() ? asPlanes(entry.value.toTensor()) : std::nullopt;
        if (!planes || result.layers.size() == ScriptModule::kMaximumLayers) {
            left += (left.empty() ? "" : ", ") + printable(entry.name);
            continue;
        }
        const auto channels = std::min<std::int64_t>(planes->size(0), ScriptModule::kMaximumChannels);
        result.layers.push_back({entry.name, toMats(*planes, channels), static_cast<int>(planes->size(0))});
    }
    if (!left.empty())
        spdlog::warn("Of what the module gives is left out, being no picture or too much: {}", left);
    if (result.fused.empty())
        throw Error(ErrorKind::Model, what, "the module's result has no entry \"fused\"",
                    "Let forward return the fused picture under that name");
    return result;
}

} // namespace

struct ScriptModule::Loaded {
    torch::jit::Module module;
    std::string device;
};

ScriptModule::ScriptModule(const std::filesystem::path& file, std::string device)
{
    static std::once_flag once;
    std::call_once(once, [] { torch::jit::setPrintHandler(print); }); // standard output is for results
    torch::jit::Module module = load(file, device);
    m_loaded = std::make_unique<Loaded>(Loaded{std::move(module), std::move(device)});
}

ScriptModule::~ScriptModule() = default;

ScriptResult ScriptModule::run(const cv::Mat& first, const cv::Mat& second, const std::string& what) const
{
    const torch::NoGradGuard noGradient;
    // Else LibTorch would watch the first runs and compile the later ones otherwise: the same pair, other pixels.
    const torch::jit::GraphOptimizerEnabledGuard unoptimised(false);
    const c10::IValue returned =
        runModule(what, "the module fails: ",
                  "Check \"input\" in its manifest, or the module; if memory ran out, use a smaller picture", [&] {
                      torch::jit::Module module = m_loaded->module.deepcopy();
                      return module.forward({toInput(first, m_loaded->device), toInput(second, m_loaded->device)});
                  });
    return runModule(what, "the module's result can't be used: ", "Check the module",
                     [&] { return resultOf(returned, what); });
}

} // namespace duoscope
