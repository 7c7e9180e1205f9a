// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/job_queue.h"

#include <QSignalSpy>
#include <QTest>

#include <latch>

using namespace duoscope;

namespace {

class TestJobQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void deliversOnTheWindowsThread()
    {
        JobQueue queue;
        QThread* worker = nullptr;
        QThread* window = nullptr;
        JobQueue::End end = JobQueue::End::Failed;
        queue.submit(
            "a", "A",
            [&](const JobQueue::Context& job) {
                worker = QThread::currentThread();
                job.deliver([&] { window = QThread::currentThread(); });
            },
            [&](JobQueue::End how, const QString&) { end = how; });
        QSignalSpy idle(&queue, &JobQueue::idle);
        QVERIFY(idle.wait());
        QVERIFY(window == QThread::currentThread());
        QVERIFY(worker != window);
        QVERIFY(end == JobQueue::End::Finished);
        QVERIFY(!queue.isBusy());
    }

    void failureIsASentence()
    {
        JobQueue queue;
        QString sentence;
        JobQueue::End end = JobQueue::End::Finished;
        queue.submit(
            "a", "A",
            [](const JobQueue::Context&) {
                throw Error(ErrorKind::Input, "Cannot read x.png", "it is damaged", "Copy it again");
            },
            [&](JobQueue::End how, const QString& text) {
                end = how;
                sentence = text;
            });
        QTRY_VERIFY(end == JobQueue::End::Failed);
        QCOMPARE(sentence, "Cannot read x.png: it is damaged. Copy it again.");
    }

    void latestOfATopicWins()
    {
        JobQueue queue;
        std::latch begun(1);
        std::latch goOn(1);
        QStringList delivered;
        QStringList ended;
        const auto atEnd = [&](const QString& name) {
            return [&, name](JobQueue::End, const QString&) { ended << name; };
        };
        queue.submit(
            "slider", "first",
            [&](const JobQueue::Context& job) {
                job.deliver([&] { delivered << "before"; });
                begun.count_down();
                goOn.wait();
                job.deliver([&] { delivered << "stale"; });
                job.control.checkStop(); // it was overtaken, so this throws
                job.deliver([&] { delivered << "never"; });
            },
            atEnd("first"));
        begun.wait();
        bool secondRan = false;
        queue.submit(
            "slider", "second", [&](const JobQueue::Context&) { secondRan = true; }, atEnd("second"));
        queue.submit(
            "slider", "third", [&](const JobQueue::Context& job) { job.deliver([&] { delivered << "third"; }); },
            atEnd("third"));
        queue.submit(
            "other", "fourth", [&](const JobQueue::Context& job) { job.deliver([&] { delivered << "other"; }); },
            atEnd("fourth"));
        goOn.count_down();
        QTRY_COMPARE(ended, (QStringList{"third", "fourth"}));
        QVERIFY(!secondRan);
        QCOMPARE(delivered, (QStringList{"third", "other"})); // nothing of what was overtaken, not even from before
    }

    void cancelledIsNotFailed()
    {
        JobQueue queue;
        std::latch begun(1);
        QList<JobQueue::End> ends;
        const auto atEnd = [&](JobQueue::End how, const QString&) { ends << how; };
        queue.submit(
            "a", "A",
            [&](const JobQueue::Context& job) {
                begun.count_down();
                while (true)
                    job.control.checkStop();
            },
            atEnd);
        queue.submit(
            "b", "B", [](const JobQueue::Context&) {}, atEnd);
        begun.wait();
        queue.cancelAll();
        QTRY_COMPARE(ends.size(), 2);
        QVERIFY(ends[0] == JobQueue::End::Cancelled && ends[1] == JobQueue::End::Cancelled);
    }

    void closingStopsTheJob()
    {
        std::latch begun(1);
        bool delivered = false;
        {
            JobQueue queue;
            queue.submit("a", "A", [&](const JobQueue::Context& job) {
                begun.count_down();
                job.deliver([&] { delivered = true; });
                while (true)
                    job.control.checkStop();
            });
            begun.wait();
        } // must not hang
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void urgentGoesFirst()
    {
        JobQueue queue;
        std::latch begun(1);
        std::latch goOn(1);
        QStringList order;
        queue.submit("first", "first", [&](const JobQueue::Context&) {
            begun.count_down();
            goOn.wait();
        });
        begun.wait();
        for (const QString name : {"second", "third"})
            queue.submit(name, name, [&order, name](const JobQueue::Context&) { order << name; });
        queue.submit(
            "now", "now", [&](const JobQueue::Context&) { order << "now"; }, {}, true);
        goOn.count_down();
        QSignalSpy idle(&queue, &JobQueue::idle);
        QVERIFY(idle.wait());
        QCOMPARE(order, (QStringList{"now", "second", "third"}));
    }

    void progressTellsTheTimeLeft()
    {
        JobQueue queue;
        QSignalSpy progress(&queue, &JobQueue::progressed);
        queue.submit("a", "A", [](const JobQueue::Context& job) { job.control.report(0.5, "half"); });
        QVERIFY(progress.wait());
        QCOMPARE(progress[0][0].toDouble(), 0.5);
        QCOMPARE(progress[0][1].toString(), "half");
    }
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestJobQueue)
#include "tst_job_queue.moc"
