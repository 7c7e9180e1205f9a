// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"

namespace duoscope {

/// UAAFusion with the model that the options name. Throws Error(Model) and Error(Usage).
std::unique_ptr<FusionMethod> makeUaaFusion(const FusionOptions& options);

} // namespace duoscope
