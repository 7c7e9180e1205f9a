// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/device_probe.h"

#include "core/net/compute_device.h"

#include <torch/torch.h>

namespace duoscope {

bool hasGpu() { return torch::cuda::is_available(); }

bool hasHalfPrecision() { return hasHalfPrecision(hasGpu() ? torch::kCUDA : torch::kCPU); }

} // namespace duoscope
