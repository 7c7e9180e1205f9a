// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace duoscope {

/// Progress on standard error: one line that is drawn over on a terminal, else one line for each new activity.
class ProgressBar {
public:
    /// @param enabled  false to stay silent
    explicit ProgressBar(bool enabled);
    ~ProgressBar();

    /// @param fraction  in [0, 1]. Any thread.
    void report(double fraction, std::string_view activity);

private:
    std::mutex m_mutex;
    bool m_enabled;
    bool m_terminal;
    bool m_drawn = false;
    std::string m_activity;
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_lastDrawn{};
};

} // namespace duoscope
