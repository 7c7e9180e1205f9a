// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_control.h"
#include "core/batch/batch_observer.h"

#include <chrono>
#include <cstdint>
#include <mutex>

namespace duoscope {

/// Counts tasks, tells the observer, one call at a time, and works out throughput and time left. Any threads.
class ProgressMeter {
public:
    /// @param observer, pause  not owned; may be null
    ProgressMeter(BatchObserver* observer, const PauseSwitch* pause, std::size_t tasks);

    /// @param pixels  of the pair, for those that were fused now
    void update(const TaskUpdate& update, std::int64_t pixels = 0);
    BatchProgress progress() const;

private:
    BatchProgress current() const;

    BatchObserver* m_observer;
    const PauseSwitch* m_pause;
    mutable std::mutex m_mutex;
    BatchProgress m_counts;
    std::int64_t m_pixels = 0;
    std::size_t m_early = 0; ///< tasks that took no time of this run: kept ones, and those without partner
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

} // namespace duoscope
