// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/byte_view.h"

namespace duoscope {

/// Whether every strip or tile of the first image in TIFF data unpacks, by libtiff's own word.
/// OpenCV does not ask for it with 8 bits: what libtiff cannot unpack is then black, without an error.
bool tiffStripsUnpack(ByteView bytes);

} // namespace duoscope
