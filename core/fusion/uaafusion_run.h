// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"
#include "core/fusion/tiling_plan.h"

#include <memory>
#include <string>

namespace duoscope {

class GuidedFusion;

/// What the runs of one UAAFusion method share.
struct UaaFusionSetup {
    std::shared_ptr<const GuidedFusion> fusion;
    ClassSet classSet;
    int stages = 0;       ///< K, at most the network's
    bool stretch = false; ///< stretch the result to [0,1]
    std::string device;   ///< "cpu" or "cuda"
    Provenance provenance;
    /// Bytes up to which the memories of earlier stages are kept where the limits leave as much; beyond it, going back
    /// computes them again.
    std::int64_t memoryBudget = std::int64_t(1) << 30;
    TilingLimits limits;
};

/// A run of the whole picture, or in tiles where planTiling() says so. Throws Error(Input) as that does.
std::unique_ptr<FusionRun> makeUaaFusionRun(const UaaFusionSetup& setup, ImagePair pair);

} // namespace duoscope
