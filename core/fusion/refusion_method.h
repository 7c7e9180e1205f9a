// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"

namespace duoscope {

/// ReFusion with the model that the options name. The pair's infrared image is the network's first source, the visible
/// one its second, whatever the model's task; see sourcesOf(). The network's output is stage 0 of the trace; the
/// result is stretched to [0,1], as the released code does, unless the options say otherwise.
/// Throws Error(Model) and Error(Usage).
std::unique_ptr<FusionMethod> makeReFusion(const FusionOptions& options);

} // namespace duoscope
