// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/uaafusion_run.h"

#include <memory>

namespace duoscope {

/// What planTiling() needs to know.
TilingTask tilingTaskOf(const UaaFusionSetup& setup, const ImagePair& pair);

/// A run for pictures that are too large to be fused whole. Its stage 0 has class weights and regions, computed on the
/// pair made smaller; all later stages come at once, tile by tile. So rewind() goes to stage 0 alone. With other class
/// weights the attention is that of the smaller pair fused with them. The trace says what it leaves out.
std::unique_ptr<FusionRun> makeTiledUaaFusionRun(const UaaFusionSetup& setup, ImagePair pair, const TilingPlan& plan);

} // namespace duoscope
