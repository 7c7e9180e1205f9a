// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/job_queue.h"

#include "core/base/crash_trace.h"
#include "core/base/error.h"
#include "core/base/unforeseen.h"
#include "widgets/bridge/text.h"

#include <QCoreApplication>
#include <QEvent>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace duoscope {
namespace {

constexpr double kWorthLogging = 0.5; ///< seconds that a job takes
constexpr QEvent::Type kDelivery = QEvent::User;

} // namespace

JobQueue::JobQueue(QObject* parent) : QObject(parent), m_thread([this](const std::stop_token& stop) { loop(stop); }) {}

JobQueue::~JobQueue()
{
    const std::lock_guard lock(m_mutex);
    m_waiting.clear();
    if (m_running)
        m_running->stop.request_stop();
    m_thread.request_stop();
}

void JobQueue::submit(const QString& topic, const QString& title, Work work, EndFunction atEnd, bool urgent)
{
    auto job = std::make_shared<Job>();
    job->topic = topic;
    job->title = title;
    job->work = std::move(work);
    job->atEnd = std::move(atEnd);
    {
        const std::lock_guard lock(m_mutex);
        remove([&topic](const Job& other) { return other.topic == topic; });
        if (urgent)
            m_waiting.push_front(std::move(job));
        else
            m_waiting.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void JobQueue::remove(const std::function<bool(const Job&)>& which)
{
    std::erase_if(m_waiting, [&which](const JobPointer& job) { return which(*job); });
    if (m_running && which(*m_running)) {
        m_running->overtaken = true;
        m_running->stop.request_stop();
    }
}

void JobQueue::cancel(const QString& topic)
{
    cancelWhere([&topic](const Job& job) { return job.topic == topic; });
}

void JobQueue::cancelAll()
{
    cancelWhere([](const Job&) { return true; });
}

void JobQueue::cancelWhere(const std::function<bool(const Job&)>& which)
{
    std::vector<JobPointer> removed;
    {
        const std::lock_guard lock(m_mutex);
        if (m_running && which(*m_running))
            m_running->stop.request_stop();
        // One that has ended may have deliveries on their way.
        if (const JobPointer last = m_last.lock(); last && which(*last))
            last->stop.request_stop();
        std::copy_if(m_waiting.begin(), m_waiting.end(), std::back_inserter(removed),
                     [&which](const JobPointer& job) { return which(*job); });
        std::erase_if(m_waiting, [&which](const JobPointer& job) { return which(*job); });
    }
    for (const JobPointer& job : removed)
        if (job->atEnd)
            job->atEnd(End::Cancelled, {});
}

bool JobQueue::isBusy() const
{
    const std::lock_guard lock(m_mutex);
    return m_running || !m_waiting.empty();
}

bool JobQueue::isBusy(const QString& topic) const
{
    const std::lock_guard lock(m_mutex);
    return (m_running && !m_running->overtaken && m_running->topic == topic) ||
           std::any_of(m_waiting.begin(), m_waiting.end(), [&](const JobPointer& job) { return job->topic == topic; });
}

void JobQueue::post(Delivery delivery)
{
    {
        const std::lock_guard lock(m_mutex);
        m_deliveries.push_back(std::move(delivery));
    }
    QCoreApplication::postEvent(this, new QEvent(kDelivery)); // dropped by Qt should the queue be gone by then
}

bool JobQueue::event(QEvent* event)
{
    if (event->type() != kDelivery)
        return QObject::event(event);
    Delivery delivery;
    {
        const std::lock_guard lock(m_mutex);
        delivery = std::move(m_deliveries.front());
        m_deliveries.pop_front();
    }
    delivery();
    return true;
}

void JobQueue::loop(const std::stop_token& stop)
{
    while (true) {
        JobPointer job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); }))
                return;
            job = m_waiting.front();
            m_waiting.pop_front();
            m_running = job;
            m_last = job;
        }
        run(job);
    }
}

void JobQueue::run(const JobPointer& job)
{
    using Clock = std::chrono::steady_clock;
    const auto deliver = [this, job](Delivery delivery) {
        post([this, job, delivery = std::move(delivery)] {
            if (!isOvertaken(*job) && !job->stop.stop_requested())
                delivery();
        });
    };
    const std::string title = job->title.toStdString();
    noteActivity(title);
    deliver([this, text = job->title] { Q_EMIT started(text); });
    const Clock::time_point begin = Clock::now();
    auto last = Clock::time_point();
    const JobControl control(job->stop.get_token(), [&](double fraction, std::string_view activity) {
        const Clock::time_point now = Clock::now();
        if (now - last < std::chrono::milliseconds(50)) // the window needs no more
            return;
        last = now;
        noteActivity(title + ": " + std::string(activity));
        const double elapsed = std::chrono::duration<double>(now - begin).count();
        const double left = fraction > 0.02 && elapsed > 0.5 ? elapsed / fraction * (1 - fraction) : -1;
        deliver([this, fraction, left, text = QString::fromUtf8(activity.data(), qsizetype(activity.size()))] {
            Q_EMIT progressed(fraction, text, left);
        });
    });
    End end = End::Finished;
    QString sentence;
    try {
        job->work({control, deliver});
        if (job->stop.stop_requested())
            end = End::Cancelled;
    } catch (const Cancelled&) {
        end = End::Cancelled;
    } catch (const Error& error) {
        end = End::Failed;
        sentence = QString::fromUtf8(error.what());
    } catch (const std::exception& problem) {
        end = End::Failed;
        sentence = QString::fromUtf8(unforeseenError(problem).what());
    }
    if (end == End::Failed)
        spdlog::warn("{}: {}", title, sentence.toStdString());
    else if (const double took = std::chrono::duration<double>(Clock::now() - begin).count(); took > kWorthLogging)
        spdlog::info("{}: {} after {:.1f} s", title, end == End::Finished ? "finished" : "stopped", took);
    job->work = {}; // what it holds goes on the thread that used it
    {
        const std::lock_guard lock(m_mutex);
        m_running.reset();
    }
    post([this, job, end, sentence] {
        if (!isOvertaken(*job) && job->atEnd)
            job->atEnd(end, sentence);
        if (!isBusy())
            Q_EMIT idle();
    });
}

bool JobQueue::isOvertaken(const Job& job) const
{
    const std::lock_guard lock(m_mutex);
    return job.overtaken;
}

} // namespace duoscope
