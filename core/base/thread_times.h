// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace duoscope {

/// What the threads of a process got of the processor since they began, all together, in seconds.
struct ThreadTimes {
    double running = 0;
    double waiting = 0; ///< ready to run, with no core to run on
};

/// Of the threads that there are now. Nothing where the system does not tell. Allocates no memory, so it may be called
/// all the while beside work for which it matters where there is room.
/// @param tasks  a folder with a folder for each thread, as Linux has it
std::optional<ThreadTimes> threadTimes(const char* tasks = "/proc/self/task");

} // namespace duoscope
