// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_pipeline.h"

#include "core/base/error.h"
#include "core/base/unforeseen.h"
#include "core/image/colour.h"

#include <thread>

namespace duoscope {
namespace {

/// Lets go of what only a trace's files would hold.
void dropMatrices(FusionTrace& trace, const BatchOutputs& outputs)
{
    if (outputs.trace)
        return;
    for (StageTrace& stage : trace.stages) {
        stage.fused.release();
        stage.attention.release();
        stage.dataGradient.release();
    }
    for (cv::Mat* matrix :
         {&trace.regions, &trace.infraredWeight, &trace.segmentationInfrared, &trace.segmentationVisible})
        matrix->release();
}

/// From so many pixels on, a pair and its result take gigabytes.
constexpr std::int64_t kLargePixels = std::int64_t{16} << 20;

std::string unpairedReason(const BatchItem& item)
{
    const bool lacksInfrared = item.infrared.empty();
    const std::filesystem::path& there = lacksInfrared ? item.visible : item.infrared;
    return Error(ErrorKind::Input, "Cannot pair " + there.string(),
                 std::string("there is no ") + (lacksInfrared ? "infrared" : "visible") + " file of that stem",
                 "Add it, or take this one away")
        .what();
}

} // namespace

BatchPipeline::BatchPipeline(const PipelineSetup& setup, Journal& journal, ProgressMeter& meter,
                             const BatchControl& control)
    : m_setup(setup), m_journal(journal), m_meter(meter), m_control(control),
      m_decoded(static_cast<std::size_t>(setup.request.jobs) + 1), m_computed(2)
{
}

TaskId BatchPipeline::taskOf(std::size_t item, std::size_t method) const
{
    return {m_setup.plan.items[item].stem, m_setup.methods[method].request.key};
}

void BatchPipeline::run(TaskEntries& entries)
{
    m_entries = &entries;
    std::size_t tasks = 0;
    for (std::size_t i = 0; i < m_setup.plan.items.size(); ++i) {
        Work work{i, {}, nullptr};
        for (std::size_t m = 0; m < m_setup.methods.size(); ++m)
            if (m_setup.request.shard.holds(i) && !entries.contains(taskOf(i, m)))
                work.methods.push_back(m);
        tasks += work.methods.size();
        if (!work.methods.empty())
            m_work.push_back(std::move(work));
    }
    const std::size_t before = entries.size();
    {
        const std::stop_callback onStop(m_control.stop, [this] { m_stop.request_stop(); });
        // The decoder may be waiting for room that nobody will make any more.
        const std::stop_callback onEnd(m_stop.get_token(), [this] { m_decoded.close(); });
        std::jthread writer([this] { guard([this] { writeAll(); }); });
        {
            std::jthread decoder([this] { guard([this] { decodeAll(); }); });
            std::vector<std::jthread> computers;
            for (int i = 0; i < m_setup.request.jobs; ++i)
                computers.emplace_back([this] { guard([this] { computeAll(); }); });
        }
        m_computed.close();
    }
    if (m_failure)
        std::rethrow_exception(m_failure);
    if (entries.size() < before + tasks)
        throw Cancelled();
}

void BatchPipeline::guard(const std::function<void()>& loop)
{
    try {
        loop();
    } catch (const Cancelled&) {
        // Whoever asked for it knows.
    } catch (...) {
        {
            const std::lock_guard lock(m_mutex);
            m_failure = m_failure ? m_failure : std::current_exception();
        }
        m_stop.request_stop();
        m_computed.close(); // or those that compute would wait for room for ever
    }
}

void BatchPipeline::waitWhilePaused()
{
    if (m_control.pause)
        m_control.pause->wait(m_stop.get_token());
    throwIfStopped(m_stop.get_token());
}

void BatchPipeline::waitForRoom(const Work& work)
{
    std::unique_lock lock(m_mutex);
    if (m_setup.plan.items[work.item].visibleOutline.pixels() >= kLargePixels)
        m_recorded.wait(lock, m_stop.get_token(), [this] { return m_unfinished == 0; });
    throwIfStopped(m_stop.get_token());
    m_unfinished += work.methods.size();
}

bool BatchPipeline::attempt(std::size_t item, const std::vector<std::size_t>& methods, const FileHashes& inputs,
                            const std::function<void()>& step)
{
    std::string reason;
    try {
        step();
        return true;
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& problem) {
        reason = isOutOfMemory(problem) ? "There is not enough memory for it. Close other programs, or use fewer jobs."
                                        : problem.what();
    }
    for (const std::size_t method : methods)
        recordFailure(item, method, inputs, reason);
    return false;
}

void BatchPipeline::record(const TaskId& task, TaskEntry entry)
{
    if (entry.state == TaskEntry::State::Done)
        m_journal.done(task, entry);
    else
        m_journal.failed(task, entry);
    const std::lock_guard lock(m_mutex);
    (*m_entries)[task] = std::move(entry);
    --m_unfinished;
    m_recorded.notify_all();
}

void BatchPipeline::recordFailure(std::size_t item, std::size_t method, const FileHashes& inputs,
                                  const std::string& reason)
{
    TaskEntry entry;
    entry.state = TaskEntry::State::Failed;
    entry.inputs = inputs;
    entry.reason = m_setup.hide(reason);
    record(taskOf(item, method), std::move(entry));
    TaskUpdate update{item, method, TaskState::Failed, 0, {}, 0, {}, m_setup.hide(reason)};
    m_meter.update(update, m_setup.plan.items[item].isPaired() ? 1 : 0);
}

void BatchPipeline::decodeAll()
{
    for (Work& work : m_work) {
        waitWhilePaused();
        waitForRoom(work);
        const BatchItem& item = m_setup.plan.items[work.item];
        if (!item.isPaired()) {
            for (const std::size_t method : work.methods)
                recordFailure(work.item, method, {}, unpairedReason(item));
            continue;
        }
        FileHashes hashes;
        if (attempt(work.item, work.methods, hashes,
                    [&] { work.decoded = std::make_shared<const DecodedItem>(decodeItem(item, m_setup.request)); }))
            m_decoded.push(std::move(work));
    }
    m_decoded.close();
}

void BatchPipeline::computeAll()
{
    while (std::optional<Work> work = m_decoded.pop())
        for (const std::size_t method : work->methods) {
            waitWhilePaused();
            attempt(work->item, {method}, work->decoded->hashes, [&] { compute(*work, method); });
        }
}

void BatchPipeline::compute(const Work& work, std::size_t method)
{
    const LoadedMethod& loaded = m_setup.methods[method];
    std::unique_lock<std::mutex> network(m_network, std::defer_lock);
    if (loaded.isNetwork)
        network.lock();
    const TaskId task = taskOf(work.item, method);
    m_journal.began(task);
    TaskUpdate update{work.item, method, TaskState::Running, 0, {}, 0, {}, {}};
    m_meter.update(update);

    Computed computed{work.item, method, {task, {}, work.decoded->hashes, {}}, 0};
    {
        const std::unique_ptr<FusionRun> run = loaded.method->start(work.decoded->pair);
        while (!run->isFinished()) {
            waitWhilePaused();
            const double done = run->progressAt(run->stage());
            const double next = run->progressAt(run->nextStage());
            const JobControl job(m_stop.get_token(), [&](double fraction, std::string_view activity) {
                update.fraction = done + fraction * (next - done);
                update.activity = activity;
                m_meter.update(update);
            });
            run->advance(job);
        }
        computed.result.trace = run->trace();
        computed.seconds = computed.result.trace.seconds();
    }
    if (network)
        network.unlock(); // metrics need no network
    if (!m_setup.request.metrics.empty()) {
        update.fraction = 1;
        update.activity = "metrics";
        m_meter.update(update);
        computed.result.metrics = measureResult(toBytes(computed.result.trace.gray), *work.decoded, m_setup.request,
                                                JobControl(m_stop.get_token(), {}));
    }
    dropMatrices(computed.result.trace, m_setup.request.outputs);
    m_computed.push(std::move(computed));
}

void BatchPipeline::writeAll()
{
    // What is computed is also written when a stop was requested: it is nearly done.
    while (std::optional<Computed> computed = m_computed.pop())
        write(std::move(*computed));
}

void BatchPipeline::write(Computed computed)
{
    const std::size_t item = computed.item, method = computed.method;
    const TaskResult& result = computed.result;
    FileHashes files;
    if (!attempt(item, {method}, result.inputs,
                 [&] { files = writeTask(m_setup.folder, result, m_setup.request, JobControl()); }))
        return;
    TaskEntry entry;
    entry.state = TaskEntry::State::Done;
    entry.seconds = computed.seconds;
    entry.pixels = result.trace.pair.size().area();
    entry.inputs = result.inputs;
    entry.files = std::move(files);
    const std::int64_t pixels = entry.pixels;
    record(result.task, std::move(entry));
    TaskUpdate update{item, method, TaskState::Done, 1, {}, computed.seconds, result.metrics, {}};
    m_meter.update(update, pixels);
}

} // namespace duoscope
