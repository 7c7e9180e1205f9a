// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_control.h"

namespace duoscope {

using Clock = std::chrono::steady_clock;

void PauseSwitch::pause()
{
    const std::lock_guard lock(m_mutex);
    if (!m_paused)
        m_since = Clock::now();
    m_paused = true;
}

void PauseSwitch::resume()
{
    const std::lock_guard lock(m_mutex);
    if (m_paused)
        m_before += Clock::now() - m_since;
    m_paused = false;
    m_changed.notify_all();
}

bool PauseSwitch::isPaused() const
{
    const std::lock_guard lock(m_mutex);
    return m_paused;
}

void PauseSwitch::wait(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return !m_paused; });
}

Clock::duration PauseSwitch::pausedTime() const
{
    const std::lock_guard lock(m_mutex);
    return m_before + (m_paused ? Clock::now() - m_since : Clock::duration{});
}

} // namespace duoscope
