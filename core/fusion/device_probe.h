// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

/// Whether there is a CUDA device that networks can run on.
bool hasGpu();

/// Whether the device "auto" has a half precision that is faster.
bool hasHalfPrecision();

} // namespace duoscope
