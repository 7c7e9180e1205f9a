// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/device_probe.h"

#include "core/base/error.h"
#include "core/net/compute_device.h"

#include <torch/torch.h>

namespace duoscope {

bool hasGpu() { return torch::cuda::is_available(); }

bool hasHalfPrecision()
{
    try {
        halfPrecisionOn(hasGpu() ? torch::kCUDA : torch::kCPU);
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace duoscope
