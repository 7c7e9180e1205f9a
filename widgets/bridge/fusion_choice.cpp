// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/fusion_choice.h"

#include "core/fusion/method_registry.h"

namespace duoscope {

std::string FusionChoice::key() const
{
    std::string text = method;
    if (!equations.empty())
        text += "/" + equations;
    if (stages > 0)
        text += "/" + std::to_string(stages);
    return text;
}

FusionChoice FusionChoice::normalised() const
{
    if (!external.empty())
        return {method, "", 0, external};
    const MethodInfo* info = findMethod(method);
    if (!info || !info->hasEquations)
        return {method, "", 0};
    return {method, equations.empty() ? "paper" : equations, stages};
}

} // namespace duoscope
