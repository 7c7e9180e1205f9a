// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <exception>

namespace duoscope {

/// Whether memory ran out, as the standard library, LibTorch and OpenCV say it.
bool isOutOfMemory(const std::exception& problem);

/// What to tell of an exception that is no Error and reached main() or the end of a job: that memory ran out, or its
/// words, and to report them.
Error unforeseenError(const std::exception& problem);

} // namespace duoscope
