// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_runner.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace duoscope {

class JobQueue;

/// Runs one batch after the other on a thread of its own and tells the window of it. All functions are for the window's
/// thread, and all signals come on it, some twenty times a second at most, whatever the batch's own pace.
class BatchJob : public QObject {
    Q_OBJECT
public:
    enum class End { Finished, Failed, Cancelled };

    explicit BatchJob(QObject* parent = nullptr);
    /// Stops the batch, leaving a folder that can be resumed, and waits for it.
    ~BatchJob() override;

    /// As runBatch() does. Without effect while a batch runs.
    void start(const BatchPlan& plan, const BatchRequest& request, const std::filesystem::path& folder);
    void setPaused(bool paused);
    void cancel();

    bool isRunning() const { return m_running; } ///< until ended()
    bool isPaused() const;
    bool isStopping() const { return m_stopping; } ///< cancelled and not ended yet
    const BatchProgress& progress() const { return m_progress; }
    /// Without pauses, now; of the last batch once it has ended.
    double elapsedSeconds() const;
    /// Negative while nothing is known.
    double secondsLeft() const;
    /// Of the last batch, if it came to its end.
    const std::optional<BatchSummary>& summary() const { return m_summary; }

Q_SIGNALS:
    void stateChanged(); ///< started, paused, going on, stopping, ended
    /// Before the first item: models are being loaded, what is done is being checked.
    void preparing(double fraction, const QString& activity);
    void tasksChanged(const std::vector<duoscope::TaskUpdate>& updates); ///< the last of each task counts
    void progressed();
    /// @param sentence  why it failed; else empty
    void ended(duoscope::BatchJob::End end, const QString& sentence);

private:
    class Watcher;

    void take();

    std::shared_ptr<Watcher> m_watcher; ///< of the running batch
    std::shared_ptr<PauseSwitch> m_pause;
    BatchProgress m_progress;
    std::optional<BatchSummary> m_summary;
    std::chrono::steady_clock::time_point m_progressTime; ///< when m_progress was true
    std::chrono::steady_clock::duration m_pausedThen{};   ///< of the batch, at that time
    bool m_running = false;
    bool m_stopping = false;
    QTimer m_collect;
    std::unique_ptr<JobQueue> m_queue; ///< last, so that its thread ends while all else is there
};

} // namespace duoscope
