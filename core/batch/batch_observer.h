// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_value.h"

#include <cstddef>
#include <map>
#include <string>

namespace duoscope {

enum class TaskState {
    Waiting,
    Running,
    Done,
    Failed,
    Kept, ///< done by an earlier run, found complete and left as it is
};

/// What is new about one item and method.
struct TaskUpdate {
    std::size_t item = 0;   ///< index in the plan
    std::size_t method = 0; ///< index in the request
    TaskState state = TaskState::Waiting;
    double fraction = 0;                        ///< of a running one, in [0,1]
    std::string activity;                       ///< of a running one: "stage 4 of 5"
    double seconds = 0;                         ///< of a done or kept one: what fusing took
    std::map<std::string, MetricValue> metrics; ///< of a done one
    std::string reason;                         ///< of a failed one, a sentence
};

/// How far a batch is.
struct BatchProgress {
    std::size_t tasks = 0;          ///< items times methods, of this shard
    std::size_t done = 0;           ///< the kept ones among them
    std::size_t failed = 0;         ///< those without partner among them
    std::size_t kept = 0;           ///< found done by an earlier run
    double elapsedSeconds = 0;      ///< without pauses
    double secondsLeft = -1;        ///< without pauses; negative while nothing is known
    double tasksPerMinute = 0;      ///< of this run
    double megapixelsPerMinute = 0; ///< of this run

    double fraction() const
    {
        return tasks == 0 ? 1.0 : static_cast<double>(done + failed) / static_cast<double>(tasks);
    }
};

/// Watches a batch. Both functions are called from the batch's worker threads, never two calls at once; whoever watches
/// from another thread hands on what it was told. They must return soon: the batch waits for them. They must not throw.
class BatchObserver {
public:
    virtual ~BatchObserver() = default;
    virtual void taskChanged(const TaskUpdate&) {}
    virtual void progressed(const BatchProgress&) {}
};

} // namespace duoscope
