// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

/// Whether matrix products are left to Debian's reference BLAS, ten times slower than OpenBLAS. OpenBLAS is known by
/// its symbols; any other library by the speed of a small product, which takes some milliseconds.
bool isBlasSlow();

/// Logs a warning where it is.
void warnIfBlasIsSlow();

} // namespace duoscope
