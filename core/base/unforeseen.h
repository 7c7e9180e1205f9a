// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <exception>

namespace duoscope {

/// What to tell of an exception that is no Error and reached main() or the end of a job: that memory ran out, where the
/// exception says so in the standard library's, LibTorch's or OpenCV's way; else its words, and to report them.
Error unforeseenError(const std::exception& problem);

} // namespace duoscope
