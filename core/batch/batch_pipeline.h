// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/path_hider.h"
#include "core/batch/batch_control.h"
#include "core/batch/batch_request.h"
#include "core/batch/bounded_queue.h"
#include "core/batch/journal.h"
#include "core/batch/progress_meter.h"
#include "core/batch/task_writer.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace duoscope {

/// What a pipeline works on; outlives it.
struct PipelineSetup {
    const std::filesystem::path& folder; ///< of the results; its method folders exist
    const BatchPlan& plan;
    const BatchRequest& request;
    const std::vector<LoadedMethod>& methods; ///< those of the request
    const PathHider& hide;                    ///< for reasons of failures, which the journal keeps
};

/// Fuses items in three steps that overlap: one thread decodes the next items, `jobs` threads compute, one thread
/// writes. Queues of a few items hold up whichever is ahead, so memory does not grow with the batch. An item is decoded
/// once for all methods. An item that fails is recorded and the others go on.
class BatchPipeline {
public:
    BatchPipeline(const PipelineSetup& setup, Journal& journal, ProgressMeter& meter, const BatchControl& control);

    /// Does all tasks of the shard that are not in `entries` yet and adds what became of them.
    /// Throws Error(Output) where the journal can't be written, and Cancelled; either leaves finished tasks finished
    /// and nothing half-written.
    void run(TaskEntries& entries);

private:
    /// An item on its way from decoding to computing.
    struct Work {
        std::size_t item = 0;
        std::vector<std::size_t> methods; ///< that it waits for
        std::shared_ptr<const DecodedItem> decoded;
    };
    /// A task on its way from computing to writing.
    struct Computed {
        std::size_t item = 0;
        std::size_t method = 0;
        TaskResult result;
        double seconds = 0;
    };

    void decodeAll();
    void computeAll();
    void writeAll();
    void compute(const Work& work, std::size_t method);
    void write(Computed computed);
    /// Runs a thread's loop; what it throws stops all of them.
    void guard(const std::function<void()>& loop);
    /// Runs one step of some tasks; any failure but the journal's is theirs. @return whether it succeeded
    bool attempt(std::size_t item, const std::vector<std::size_t>& methods, const FileHashes& inputs,
                 const std::function<void()>& step);
    void recordFailure(std::size_t item, std::size_t method, const FileHashes& inputs, const std::string& reason);
    void record(const TaskId& task, TaskEntry entry);
    void waitWhilePaused();
    /// Before a large item is decoded: until all before it is written, for memory holds only one of its kind.
    void waitForRoom(const Work& work);
    TaskId taskOf(std::size_t item, std::size_t method) const;

    PipelineSetup m_setup;
    Journal& m_journal;
    ProgressMeter& m_meter;
    const BatchControl& m_control;
    std::vector<Work> m_work;
    std::stop_source m_stop; ///< asked for by the user or by a thread that can't go on
    BoundedQueue<Work> m_decoded;
    BoundedQueue<Computed> m_computed;
    std::mutex m_network; ///< held by whoever computes with a network
    std::mutex m_mutex;   ///< of all below
    std::condition_variable_any m_recorded;
    std::size_t m_unfinished = 0; ///< tasks that were taken up and are not recorded yet
    TaskEntries* m_entries = nullptr;
    std::exception_ptr m_failure;
};

} // namespace duoscope
