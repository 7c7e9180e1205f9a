// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace duoscope {

/// A method to run over a batch.
struct BatchMethod {
    /// What its results' folder is called: the method's name, and where it has equations, these: "laplacian",
    /// "uaafusion-paper". Empty where only the model can tell; loadMethod() fills it in.
    std::string key;
    std::string name; ///< in the registry
    FusionOptions options;
    /// Runs instead of the registry's method of that name, under the key above: known_results.h. Usually null. Not
    /// kept in run.json.
    std::shared_ptr<const FusionMethod> known = nullptr;
};

/// Reads a method as users name it: "laplacian", "uaafusion" (with the equations of the options, else the model's), a
/// key, "uaafusion-released", which decides the equations, or "SeAFusion=FOLDER" (external_method.h).
/// @param options  of all methods
/// Throws Error(Usage) for unknown names and equations of methods that have none.
BatchMethod parseBatchMethod(std::string_view text, const FusionOptions& options);

/// A method ready to run. What it says of itself is settled: its key, its equations, its model's hash.
struct LoadedMethod {
    BatchMethod request;
    std::shared_ptr<const FusionMethod> method;
    Provenance provenance;
    bool isNetwork = false; ///< computes with all threads by itself, so no two of these run at once
};

/// Throws as makeFusionMethod() does.
LoadedMethod loadMethod(const BatchMethod& request);

/// Options as run.json keeps them; the class sets' folder is the program's and left out.
nlohmann::ordered_json toJson(const FusionOptions& options);
/// The inverse. Throws Error(Usage) for equations that do not exist and nlohmann's exceptions for values of other
/// types.
FusionOptions fusionOptionsFrom(const nlohmann::ordered_json& json);

} // namespace duoscope
