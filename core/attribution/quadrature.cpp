// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/quadrature.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace duoscope {

std::string toString(QuadratureRule rule)
{
    switch (rule) {
    case QuadratureRule::Right:
        return "right";
    case QuadratureRule::Midpoint:
        return "midpoint";
    case QuadratureRule::Trapezoid:
        break;
    }
    return "trapezoid";
}

QuadratureRule parseQuadratureRule(std::string_view text)
{
    for (const QuadratureRule rule : {QuadratureRule::Right, QuadratureRule::Midpoint, QuadratureRule::Trapezoid})
        if (text == toString(rule))
            return rule;
    throw Error(ErrorKind::Usage, "Unknown quadrature rule \"" + std::string(text) + "\"",
                "there are right, midpoint and trapezoid", "Choose one of the three");
}

std::string toString(const Quadrature& quadrature)
{
    const auto part = [](const char* name, double value) {
        char text[48];
        std::snprintf(text, sizeof text, " %s %g", name, value);
        return std::string(text);
    };
    return toString(quadrature.rule) + " " + std::to_string(quadrature.steps) +
           (quadrature.grading != 1 ? part("graded", quadrature.grading) : "") +
           (quadrature.completion != 0 ? part("completed", quadrature.completion) : "");
}

std::vector<QuadratureNode> Quadrature::nodes() const
{
    if (steps < 1 || steps > 1000)
        throw Error(ErrorKind::Usage, "Cannot integrate with " + std::to_string(steps) + " steps",
                    "a quadrature has 1 to 1000 steps", "Choose a number in that range");
    if (!(grading >= 1 && grading <= 8))
        throw Error(ErrorKind::Usage, "Cannot integrate with a grading of " + std::to_string(grading),
                    "it lies between 1 and 8", "Choose a number in that range");
    if (!(completion >= 0 && completion <= 1))
        throw Error(ErrorKind::Usage, "Cannot complete an integral by a share of " + std::to_string(completion),
                    "it lies between 0 and 1", "Choose a number in that range");
    const auto end = [this](int s) { return std::pow(static_cast<double>(s) / steps, grading); };
    std::vector<QuadratureNode> nodes;
    switch (rule) {
    case QuadratureRule::Right:
        for (int s = 1; s <= steps; ++s)
            nodes.push_back({end(s), end(s) - end(s - 1)});
        break;
    case QuadratureRule::Midpoint:
        for (int s = 1; s <= steps; ++s)
            nodes.push_back({(end(s - 1) + end(s)) / 2, end(s) - end(s - 1)});
        break;
    case QuadratureRule::Trapezoid:
        for (int s = 0; s <= steps; ++s)
            nodes.push_back({end(s), (end(std::min(s + 1, steps)) - end(std::max(s - 1, 0))) / 2});
        break;
    }
    return nodes;
}

} // namespace duoscope
