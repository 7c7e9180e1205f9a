// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"

namespace duoscope {

/// How fusions are computed, whatever the method; what can't be computed so fails.
struct ComputeSettings {
    int threads = 0;            ///< 0: all cores
    bool halfPrecision = false; ///< of the stages' convolutions
    AttributionMode attribution = AttributionMode::Exact;

    bool operator==(const ComputeSettings&) const = default;
};

} // namespace duoscope
