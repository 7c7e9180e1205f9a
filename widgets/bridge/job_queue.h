// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"

#include <QObject>
#include <QString>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace duoscope {

/// One thread that works through jobs in order. Latest wins: a job of a topic removes those of the same topic that
/// wait, and asks the running one to stop. Results are delivered on the queue's own (the window's) thread; those of a
/// job that was overtaken or stopped are dropped. All functions for the window's thread.
class JobQueue : public QObject {
    Q_OBJECT
public:
    /// Runs on the window's thread.
    using Delivery = std::function<void()>;
    /// What a job may use while it runs.
    struct Context {
        JobControl control;
        std::function<void(Delivery)> deliver; ///< any number of times
    };
    using Work = std::function<void(const Context&)>;
    enum class End { Finished, Failed, Cancelled };
    using EndFunction = std::function<void(End end, const QString& sentence)>;

    explicit JobQueue(QObject* parent = nullptr);
    /// Stops the running job and waits for it.
    ~JobQueue() override;

    /// @param title  for people: "Fusing FLIR_00006"
    /// @param atEnd  once, on the window's thread; not for a job that was overtaken. The sentence says why it failed.
    /// @param urgent  before those that wait
    void submit(const QString& topic, const QString& title, Work work, EndFunction atEnd = {}, bool urgent = false);
    /// Asks the running job of a topic to stop and removes the waiting ones.
    void cancel(const QString& topic);
    void cancelAll();
    bool isBusy() const;
    bool isBusy(const QString& topic) const;

Q_SIGNALS:
    void started(const QString& title);
    /// @param secondsLeft  -1 while it can't be told
    void progressed(double fraction, const QString& activity, double secondsLeft);
    void idle(); ///< nothing runs or waits

private:
    struct Job {
        QString topic;
        QString title;
        Work work;
        EndFunction atEnd;
        std::stop_source stop;
        bool overtaken = false; ///< under the mutex
    };
    using JobPointer = std::shared_ptr<Job>;

    void loop(const std::stop_token& stop);
    void run(const JobPointer& job);
    void post(Delivery delivery);
    bool event(QEvent* event) override;                        ///< runs the next delivery
    void remove(const std::function<bool(const Job&)>& which); ///< with the mutex held
    void cancelWhere(const std::function<bool(const Job&)>& which);
    bool isOvertaken(const Job& job) const;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<JobPointer> m_waiting;
    std::deque<Delivery> m_deliveries; ///< one for each event that is on its way
    JobPointer m_running;
    std::weak_ptr<Job> m_last; ///< that ran
    std::jthread m_thread;     ///< last, so that it ends first
};

} // namespace duoscope
