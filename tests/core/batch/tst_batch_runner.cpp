// SPDX-License-Identifier: GPL-3.0-or-later
// The engine as a dialog uses it: watched, paused, stopped and gone on with.
#include "core/base/error.h"
#include "core/batch/batch_runner.h"
#include "core/batch/bounded_queue.h"
#include "core/batch/folder_lock.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace duoscope;
using namespace duoscope::test;

namespace {

/// Keeps all it is told, and calls a function at each end of a task.
class Recorder : public BatchObserver {
public:
    std::vector<TaskUpdate> updates;
    std::vector<BatchProgress> progress;
    std::function<void()> onProgress;
    std::atomic<int> ended = 0;

    void taskChanged(const TaskUpdate& update) override
    {
        inside += 1;
        overlapped |= inside > 1;
        updates.push_back(update);
        inside -= 1;
    }
    void progressed(const BatchProgress& now) override
    {
        progress.push_back(now);
        ++ended;
        if (onProgress)
            onProgress();
    }

    std::atomic<int> inside = 0;
    bool overlapped = false;
};

} // namespace

class TestBatchRunner : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    static constexpr int kPairs = 12;

    QString at(const QString& name) const { return m_folder.filePath(name); }
    BatchPlan plan() const { return planFolders(toPath(at("ir")), toPath(at("vi"))); }

    static BatchRequest request(std::initializer_list<const char*> methods)
    {
        BatchRequest made;
        for (const char* method : methods)
            made.methods.push_back(parseBatchMethod(method, {}));
        made.metrics = {"EN", "CC"};
        made.jobs = 2;
        return made;
    }

    static std::size_t count(const Recorder& recorder, TaskState state)
    {
        return static_cast<std::size_t>(
            std::count_if(recorder.updates.begin(), recorder.updates.end(),
                          [state](const TaskUpdate& update) { return update.state == state; }));
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < kPairs; ++i) {
            const QString name = QString("%1.png").arg(i, 2, 10, QChar('0'));
            placeImage(at("ir/" + name), pattern(48, 40, i));
            placeImage(at("vi/" + name), pattern(48, 40, 100 + i));
        }
    }

    void observed()
    {
        placeImage(at("ir/alone.png"), pattern(48, 40, 1));
        Recorder recorder;
        const BatchSummary summary =
            runBatch(plan(), request({"laplacian", "average"}), toPath(at("seen")), {}, &recorder);
        QVERIFY(QFile::remove(at("ir/alone.png")));
        QCOMPARE(summary.items, kPairs + 1u);
        QCOMPARE(summary.done, std::size_t{kPairs});
        QCOMPARE(summary.failed, 1u);
        QCOMPARE(summary.failures.size(), 1u);
        QCOMPARE(summary.failures[0].methods, (std::vector<std::string>{"laplacian", "average"}));

        QVERIFY(!recorder.overlapped);
        QCOMPARE(count(recorder, TaskState::Done), 2u * kPairs);
        QCOMPARE(count(recorder, TaskState::Failed), 2u);
        for (const TaskUpdate& update : recorder.updates) {
            QVERIFY(update.fraction >= 0 && update.fraction <= 1);
            if (update.state == TaskState::Done)
                QCOMPARE(update.metrics.size(), 2u);
        }
        QCOMPARE(recorder.progress.size(), 2u * kPairs + 2);
        const BatchProgress& last = recorder.progress.back();
        QCOMPARE(last.fraction(), 1.0);
        QCOMPARE(last.secondsLeft, 0.0);
        QVERIFY(last.tasksPerMinute > 0 && last.megapixelsPerMinute > 0 && last.elapsedSeconds > 0);
    }

    void pausedAndResumed()
    {
        PauseSwitch pause;
        pause.pause();
        Recorder recorder;
        BatchSummary summary;
        std::jthread runner([&] {
            summary = runBatch(plan(), request({"average"}), toPath(at("paused")), {{}, &pause}, &recorder);
        });
        QTest::qWait(300);
        QCOMPARE(recorder.ended.load(), 0);
        pause.resume();
        runner.join();
        QCOMPARE(summary.done, std::size_t{kPairs});
        QVERIFY(pause.pausedTime() >= std::chrono::milliseconds(200));
    }

    void stoppedAndResumed()
    {
        const auto folder = toPath(at("stopped"));
        std::stop_source stop;
        Recorder recorder;
        recorder.onProgress = [&] {
            if (recorder.ended == 4)
                stop.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(
            Cancelled, runBatch(plan(), request({"average"}), folder, {stop.get_token(), nullptr}, &recorder));
        QVERIFY(recorder.ended >= 4 && recorder.ended < kPairs);
        QVERIFY(!QFileInfo::exists(at("stopped/summary.json")));

        BatchRequest again = request({"average"});
        VERIFY_ERROR(runBatch(plan(), again, folder), "--resume");
        again.resume = true;
        Recorder second;
        const BatchSummary summary = runBatch(plan(), again, folder, {}, &second);
        QCOMPARE(summary.done, std::size_t{kPairs});
        QCOMPARE(count(second, TaskState::Kept), static_cast<std::size_t>(recorder.ended));
        QCOMPARE(count(second, TaskState::Done) + count(second, TaskState::Kept), std::size_t{kPairs});
        QCOMPARE(summary.progress.kept, static_cast<std::size_t>(recorder.ended));

        again.metrics = {"EN"};
        VERIFY_ERROR(runBatch(plan(), again, folder), "it holds another run: other metrics");
        again.methods.push_back(parseBatchMethod("maximum", {}));
        VERIFY_ERROR(runBatch(plan(), again, folder), "the methods are average there and average, maximum here");
        again = request({"average"});
        again.resume = true;
        again.methods[0].options.stretch = true;
        VERIFY_ERROR(runBatch(plan(), again, folder), "the options, model or versions of average differ");
    }

    // Without its run.json a journal is of nobody knows which run.
    void staleJournal()
    {
        runBatch(plan(), request({"average"}), toPath(at("stale")));
        QVERIFY(QFile::remove(at("stale/run.json")));
        BatchRequest other = request({"average"});
        other.methods[0].options.stretch = true;
        other.resume = true;
        QCOMPARE(runBatch(plan(), other, toPath(at("stale"))).progress.kept, 0u);
    }

    void stoppedWhilePaused()
    {
        PauseSwitch pause;
        pause.pause();
        std::stop_source stop;
        std::atomic<bool> cancelled = false;
        std::jthread runner([&] {
            try {
                runBatch(plan(), request({"average"}), toPath(at("both")), {stop.get_token(), &pause});
            } catch (const Cancelled&) {
                cancelled = true;
            }
        });
        QTest::qWait(100);
        stop.request_stop();
        runner.join();
        QVERIFY(cancelled);
    }

    void refused()
    {
        QVERIFY(QDir().mkpath(at("locked")));
        {
            const FolderLock lock(toPath(at("locked")), {});
            VERIFY_ERROR(runBatch(plan(), request({"average"}), toPath(at("locked"))), "another process is running");
        }
        placeFile(at("file"), "x");
        VERIFY_ERROR(runBatch(plan(), request({"average"}), toPath(at("file"))), "Cannot run a batch in");
        VERIFY_ERROR(runBatch(plan(), request({"average"}), toPath(at("file/inside"))), "Cannot run a batch in");
        VERIFY_ERROR(runBatch(plan(), request({"uaafusion"}), toPath(at("modelless"))), "no model was given");
        QVERIFY(!QFileInfo::exists(at("modelless")));
        // Results would replace the sources.
        placeImage(at("average/gray/1.png"), pattern(48, 40, 1));
        VERIFY_ERROR(runBatch(planFolders(toPath(at("average/gray")), toPath(at("average/gray"))), request({"average"}),
                              toPath(m_folder.path())),
                     "the sources lie where results of average would be written");
    }

    void queue()
    {
        BoundedQueue<int> queue(2);
        std::jthread feeder([&] {
            for (int i = 0; i < 100; ++i)
                queue.push(i);
            queue.close();
        });
        for (int i = 0; i < 100; ++i)
            QCOMPARE(queue.pop().value_or(-1), i);
        QVERIFY(!queue.pop());
        QVERIFY(!queue.push(1));
    }
};

DUOSCOPE_TEST_MAIN(TestBatchRunner)
#include "tst_batch_runner.moc"
