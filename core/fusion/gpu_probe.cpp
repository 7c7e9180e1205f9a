// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/gpu_probe.h"

#include <torch/torch.h>

namespace duoscope {

bool hasGpu() { return torch::cuda::is_available(); }

} // namespace duoscope
