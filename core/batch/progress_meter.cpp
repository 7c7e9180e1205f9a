// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/progress_meter.h"

namespace duoscope {

ProgressMeter::ProgressMeter(BatchObserver* observer, const PauseSwitch* pause, std::size_t tasks)
    : m_observer(observer), m_pause(pause)
{
    m_counts.tasks = tasks;
}

void ProgressMeter::update(const TaskUpdate& update, std::int64_t pixels)
{
    const std::lock_guard lock(m_mutex);
    const bool ended = update.state != TaskState::Running && update.state != TaskState::Waiting;
    m_counts.done += update.state == TaskState::Done || update.state == TaskState::Kept;
    m_counts.kept += update.state == TaskState::Kept;
    m_counts.failed += update.state == TaskState::Failed;
    m_early += ended && pixels == 0;
    m_pixels += pixels;
    if (!m_observer)
        return;
    m_observer->taskChanged(update);
    if (ended)
        m_observer->progressed(current());
}

BatchProgress ProgressMeter::progress() const
{
    const std::lock_guard lock(m_mutex);
    return current();
}

BatchProgress ProgressMeter::current() const
{
    BatchProgress progress = m_counts;
    auto elapsed = std::chrono::steady_clock::now() - m_begin;
    if (m_pause)
        elapsed -= m_pause->pausedTime();
    progress.elapsedSeconds = std::chrono::duration<double>(elapsed).count();
    const std::size_t ended = progress.done + progress.failed;
    const std::size_t fused = ended - m_early;
    if (fused > 0 && progress.elapsedSeconds > 0) {
        const double perSecond = static_cast<double>(fused) / progress.elapsedSeconds;
        progress.tasksPerMinute = 60 * perSecond;
        progress.megapixelsPerMinute = 60e-6 * static_cast<double>(m_pixels) / progress.elapsedSeconds;
        progress.secondsLeft = static_cast<double>(progress.tasks - ended) / perSecond;
    } else if (ended == progress.tasks) {
        progress.secondsLeft = 0;
    }
    return progress;
}

} // namespace duoscope
