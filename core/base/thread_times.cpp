// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_times.h"

#include <fstream>

namespace duoscope {

std::optional<ThreadTimes> threadTimes(const std::filesystem::path& tasks)
{
    std::optional<ThreadTimes> all;
    std::error_code problem;
    for (std::filesystem::directory_iterator task(tasks, problem), end; !problem && task != end;
         task.increment(problem)) {
        std::ifstream file(task->path() / "schedstat");
        double running = 0, waiting = 0;   // nanoseconds
        if (!(file >> running >> waiting)) // one that has just ended
            continue;
        if (!all)
            all.emplace();
        all->running += running * 1e-9;
        all->waiting += waiting * 1e-9;
    }
    return all;
}

} // namespace duoscope
