// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

constexpr int kExitDone = 0;
constexpr int kExitUsage = 1;      ///< the command line makes no sense
constexpr int kExitUnusable = 2;   ///< the input, model or place for results can't be used
constexpr int kExitIncomplete = 3; ///< done, but some items failed
constexpr int kExitStopped = 130;

} // namespace duoscope
