// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace duoscope {

/// What the threads of a process got of the processor since they began, all together, in seconds.
struct ThreadTimes {
    double running = 0;
    double waiting = 0; ///< ready to run, with no core to run on
};

/// Of the threads that there are now. Nothing where the system does not tell.
/// @param tasks  a folder with a folder for each thread, as Linux has it
std::optional<ThreadTimes> threadTimes(const std::filesystem::path& tasks = "/proc/self/task");

} // namespace duoscope
