// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/equations.h"

#include "core/base/error.h"

namespace duoscope {

std::string toString(Equations equations) { return equations == Equations::Paper ? "paper" : "released"; }

Equations parseEquations(std::string_view text)
{
    if (text == "paper")
        return Equations::Paper;
    if (text == "released")
        return Equations::Released;
    throw Error(ErrorKind::Usage, "Unknown set of equations \"" + std::string(text) + "\"",
                "there are \"paper\" and \"released\"", "Choose one of the two");
}

} // namespace duoscope
