// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_choice.h"

#include "app/resources.h"
#include "core/base/error.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/model_files.h"

#include <algorithm>

namespace duoscope {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

std::vector<std::string> methodsOfModels(const std::vector<std::string>& models)
{
    std::vector<std::string> methods;
    for (const std::string& model : models) {
        const std::string method = methodOfModel(model);
        // Loading one of an unknown kind as UAAFusion's says what is wrong with it.
        const std::string known = findMethod(method) ? method : "uaafusion";
        if (!contains(methods, known))
            methods.push_back(known);
    }
    return methods;
}

std::filesystem::path modelOf(const std::string& method, const std::vector<std::string>& methods,
                              const std::vector<std::string>& models)
{
    std::string found;
    for (const std::string& model : models) {
        const std::string made = methodOfModel(model);
        if (!contains(methods, made))
            return model;
        if (made != method)
            continue;
        if (!found.empty())
            throw Error(ErrorKind::Usage, "Cannot choose between " + found + " and " + model,
                        "both are models of " + method, "Give one of them");
        found = model;
    }
    if (found.empty() && method == "uaafusion")
        return bundledModel();
    return found;
}

} // namespace duoscope
