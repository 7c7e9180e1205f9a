// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_method.h"

#include "core/base/error.h"
#include "core/base/json_number.h"
#include "core/fusion/external_method.h"

#include <nlohmann/json.hpp>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

std::string keyOf(const std::string& name, const std::string& equations)
{
    return equations.empty() ? name : name + "-" + equations;
}

template <typename Value>
Json optional(const std::optional<Value>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

std::optional<int> optionalNumberFrom(const Json& json)
{
    return json.is_null() ? std::nullopt : std::optional<int>(wholeNumber<int>(json));
}

} // namespace

BatchMethod parseBatchMethod(std::string_view text, const FusionOptions& options)
{
    if (const std::optional<ExternalMethod> external = parseExternalMethod(text)) {
        BatchMethod method{external->name, external->name, options};
        method.options.external = external->source;
        method.options.model.clear();
        method.options.equations.reset();
        return method;
    }
    BatchMethod method{"", std::string(text), options};
    const std::size_t dash = text.rfind('-');
    if (!findMethod(text) && dash != std::string_view::npos) {
        const MethodInfo* info = findMethod(text.substr(0, dash));
        if (info && info->hasEquations) {
            method.name = info->name;
            method.options.equations = parseEquations(std::string(text.substr(dash + 1)));
        }
    }
    const MethodInfo* info = findMethod(method.name);
    if (!info) {
        makeFusionMethod(method.name, options); // throws, naming those that there are
        return method;
    }
    if (!info->needsModel)
        method.options.model.clear();
    if (!info->hasEquations) {
        method.key = method.name;
    } else if (method.options.equations) {
        method.key = keyOf(method.name, toString(*method.options.equations));
    }
    return method;
}

LoadedMethod loadMethod(const BatchMethod& request)
{
    if (request.known)
        return {request, request.known, request.known->start({})->trace().provenance, false};
    LoadedMethod loaded{request, makeFusionMethod(request.name, request.options), {}, false};
    // A run knows what it would do before it computes anything.
    loaded.provenance = loaded.method->start({})->trace().provenance;
    const std::string& equations = loaded.provenance.equations;
    loaded.request.key = keyOf(request.name, equations);
    if (!equations.empty())
        loaded.request.options.equations = parseEquations(equations);
    loaded.isNetwork = !loaded.provenance.model.empty();
    return loaded;
}

Json toJson(const FusionOptions& options)
{
    // Absolute paths, so that a run can be repeated from any folder.
    const auto absolute = [](const std::filesystem::path& path) {
        return path.empty() ? "" : std::filesystem::absolute(path).lexically_normal().string();
    };
    return {{"model", absolute(options.model)},
            {"external", absolute(options.external)},
            {"equations", options.equations ? Json(toString(*options.equations)) : Json(nullptr)},
            {"stages", options.stages},
            {"attribution", toString(options.attribution)},
            {"quadrature_rule", options.quadratureRule},
            {"quadrature_steps", optional(options.quadratureSteps)},
            {"quadrature_grading", optional(options.quadratureGrading)},
            {"quadrature_completion", optional(options.quadratureCompletion)},
            {"path_steps", optional(options.pathSteps)},
            {"attention_scale", options.attentionScale},
            {"stretch", optional(options.stretch)},
            {"guidance_pixels", options.limits.guidancePixels},
            {"half_precision", options.halfPrecision},
            {"device", options.device},
            {"threads", options.threads}};
}

FusionOptions fusionOptionsFrom(const Json& json)
{
    FusionOptions options;
    options.model = json.at("model").get<std::string>();
    options.external = json.value("external", std::string());
    if (const Json& equations = json.at("equations"); !equations.is_null())
        options.equations = parseEquations(equations.get<std::string>());
    options.stages = wholeNumber<int>(json.at("stages"));
    options.attribution = parseAttributionMode(json.at("attribution").get<std::string>());
    options.quadratureRule = json.at("quadrature_rule");
    options.quadratureSteps = optionalNumberFrom(json.at("quadrature_steps"));
    if (const Json grading = json.value("quadrature_grading", Json()); !grading.is_null())
        options.quadratureGrading = grading.get<double>();
    if (const Json completion = json.value("quadrature_completion", Json()); !completion.is_null())
        options.quadratureCompletion = completion.get<double>();
    options.pathSteps = optionalNumberFrom(json.at("path_steps"));
    options.attentionScale = json.at("attention_scale");
    if (const Json& stretch = json.at("stretch"); !stretch.is_null())
        options.stretch = stretch.get<bool>();
    if (json.contains("guidance_pixels"))
        options.limits.guidancePixels = wholeNumber<std::int64_t>(json.at("guidance_pixels"));
    options.halfPrecision = json.value("half_precision", false);
    options.device = json.at("device");
    options.threads = wholeNumber<int>(json.at("threads"));
    return options;
}

} // namespace duoscope
