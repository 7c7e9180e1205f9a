// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/batch_job.h"

#include "core/base/error.h"
#include "widgets/bridge/job_queue.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace duoscope {
namespace {

const QString kTopic = QStringLiteral("batch");
constexpr int kCollectMilliseconds = 50;

/// What the command line would have one do is not what the window would.
Error inWords(const Error& error, const QString& remedy)
{
    if (error.remedy().find("--") == std::string::npos)
        return error;
    return Error(error.kind(), error.failure(), error.reason(), remedy.toStdString());
}

} // namespace

/// Gathers what the batch's threads tell until the window takes it.
class BatchJob::Watcher : public BatchObserver {
public:
    explicit Watcher(BatchJob& job) : m_job(job) {}

    void taskChanged(const TaskUpdate& update) override
    {
        const std::lock_guard lock(m_mutex);
        // A task that moves on takes the place of what was last said of it: this stays as short as few tasks run at
        // once.
        const auto same = update.state != TaskState::Running
                              ? m_updates.end()
                              : std::find_if(m_updates.begin(), m_updates.end(), [&](const TaskUpdate& other) {
                                    return other.state == TaskState::Running && other.item == update.item &&
                                           other.method == update.method;
                                });
        if (same != m_updates.end())
            *same = update;
        else
            m_updates.push_back(update);
        wake();
    }

    void progressed(const BatchProgress& progress) override
    {
        const std::lock_guard lock(m_mutex);
        m_progress = progress;
        m_time = std::chrono::steady_clock::now();
        wake();
    }

    struct News {
        std::vector<TaskUpdate> updates;
        std::optional<BatchProgress> progress;
        std::chrono::steady_clock::time_point time;
    };
    News take()
    {
        const std::lock_guard lock(m_mutex);
        m_awake = false;
        return {std::exchange(m_updates, {}), std::exchange(m_progress, {}), m_time};
    }

private:
    void wake()
    {
        if (std::exchange(m_awake, true))
            return;
        // The job waits for the batch before it goes, and Qt drops this should it go first.
        QMetaObject::invokeMethod(
            &m_job, [&job = m_job] { job.m_collect.start(); }, Qt::QueuedConnection);
    }

    BatchJob& m_job;
    std::mutex m_mutex;
    bool m_awake = false; ///< the window knows that there is something
    std::vector<TaskUpdate> m_updates;
    std::optional<BatchProgress> m_progress;
    std::chrono::steady_clock::time_point m_time;
};

BatchJob::BatchJob(QObject* parent) : QObject(parent), m_queue(std::make_unique<JobQueue>())
{
    m_collect.setSingleShot(true);
    m_collect.setInterval(kCollectMilliseconds);
    connect(&m_collect, &QTimer::timeout, this, &BatchJob::take);
    connect(m_queue.get(), &JobQueue::progressed, this,
            [this](double fraction, const QString& activity) { Q_EMIT preparing(fraction, activity); });
}

BatchJob::~BatchJob() = default;

void BatchJob::start(const BatchPlan& plan, const BatchRequest& request, const std::filesystem::path& folder)
{
    if (m_running)
        return;
    m_watcher = std::make_shared<Watcher>(*this);
    m_pause = std::make_shared<PauseSwitch>();
    m_progress = {};
    m_progress.tasks = plan.items.size() * request.methods.size();
    m_progressTime = std::chrono::steady_clock::now();
    m_pausedThen = {};
    m_summary.reset();
    m_running = true;
    m_stopping = false;
    const QString otherRun = tr("Choose another output folder");
    const QString sameRun = tr("Let what is finished be skipped, to go on with it, or choose another output folder");
    m_queue->submit(
        kTopic, tr("Batch"),
        [this, plan, request, folder, otherRun, sameRun, watcher = m_watcher,
         pause = m_pause](const JobQueue::Context& job) {
            try {
                BatchSummary summary =
                    runBatch(plan, request, folder, {job.control.stopToken(), pause.get()}, watcher.get(), job.control);
                job.deliver([this, summary = std::move(summary)] { m_summary = summary; });
            } catch (const Error& error) {
                throw inWords(error, request.resume ? otherRun : sameRun);
            }
        },
        [this](JobQueue::End end, const QString& sentence) {
            take();
            m_running = m_stopping = false;
            m_progress.secondsLeft = end == JobQueue::End::Finished ? 0 : -1;
            Q_EMIT ended(end == JobQueue::End::Finished ? End::Finished
                         : end == JobQueue::End::Failed ? End::Failed
                                                        : End::Cancelled,
                         sentence);
            Q_EMIT stateChanged();
        });
    Q_EMIT stateChanged();
}

void BatchJob::take()
{
    if (!m_watcher)
        return;
    const Watcher::News news = m_watcher->take();
    if (!news.updates.empty())
        Q_EMIT tasksChanged(news.updates);
    if (news.progress) {
        m_progress = *news.progress;
        m_progressTime = news.time;
        m_pausedThen = m_pause->pausedTime();
        Q_EMIT progressed();
    }
}

void BatchJob::setPaused(bool paused)
{
    if (!m_running || paused == isPaused())
        return;
    if (paused)
        m_pause->pause();
    else
        m_pause->resume();
    Q_EMIT stateChanged();
}

bool BatchJob::isPaused() const { return m_running && m_pause->isPaused(); }

void BatchJob::cancel()
{
    if (!m_running)
        return;
    m_stopping = true;
    m_queue->cancel(kTopic);
    Q_EMIT stateChanged();
}

double BatchJob::elapsedSeconds() const
{
    if (!m_running)
        return m_progress.elapsedSeconds;
    const auto paused = m_pause->pausedTime() - m_pausedThen;
    const auto since = std::chrono::steady_clock::now() - m_progressTime - paused;
    return m_progress.elapsedSeconds + std::max(0.0, std::chrono::duration<double>(since).count());
}

double BatchJob::secondsLeft() const
{
    if (m_progress.secondsLeft <= 0)
        return m_progress.secondsLeft;
    return std::max(0.0, m_progress.secondsLeft - (elapsedSeconds() - m_progress.elapsedSeconds));
}

} // namespace duoscope
