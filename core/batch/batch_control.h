// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace duoscope {

/// Holds a running batch up and lets it go on. Any threads.
class PauseSwitch {
public:
    void pause();
    void resume();
    bool isPaused() const;

    /// Returns at once unless paused, else when resumed or a stop is requested.
    void wait(const std::stop_token& stop);
    /// How long it has been paused in all, so that times and throughput can leave it out.
    std::chrono::steady_clock::duration pausedTime() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_paused = false;
    std::chrono::steady_clock::time_point m_since;
    std::chrono::steady_clock::duration m_before{}; ///< of pauses that are over
};

/// What a batch obeys while it runs.
struct BatchControl {
    std::stop_token stop;         ///< leaves a folder that can be resumed
    PauseSwitch* pause = nullptr; ///< not owned; null where nobody pauses. Works between stages and between items.
};

} // namespace duoscope
