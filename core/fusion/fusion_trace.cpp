// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/fusion_trace.h"

#include <algorithm>

namespace duoscope {

bool FusionTrace::isWhatIf() const
{
    return std::any_of(classes.begin(), classes.end(), [](const ClassTrace& entry) { return entry.isChanged(); });
}

} // namespace duoscope
