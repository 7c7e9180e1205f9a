// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_times.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>

using namespace duoscope;

class TestThreadTimes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timesAreOfAllThreads()
    {
        const QTemporaryDir folder;
        const std::filesystem::path tasks = folder.path().toStdString();
        const auto write = [&](const char* task, const char* text) {
            std::filesystem::create_directory(tasks / task);
            std::ofstream(tasks / task / "schedstat") << text;
        };
        write("17", "1500000000 250000000 12\n");
        write("18", "500000000 1000000000 7\n");
        write("19", ""); // as of one that has just ended
        const std::optional<ThreadTimes> times = threadTimes(tasks.c_str());
        QVERIFY(times);
        QCOMPARE(times->running, 2.0);
        QCOMPARE(times->waiting, 1.25);
    }

    void nothingWhereTheSystemDoesNotTell()
    {
        const QTemporaryDir folder;
        QVERIFY(!threadTimes(qPrintable(folder.path())));
        QVERIFY(!threadTimes(qPrintable(folder.path() + "/none")));
        std::filesystem::create_directory(folder.path().toStdString() + "/17");
        std::ofstream(folder.path().toStdString() + "/17/schedstat") << "0 0 0\n"; // there, but not counted
        QVERIFY(!threadTimes(qPrintable(folder.path())));
    }

    void thisProcessRuns()
    {
        const std::optional<ThreadTimes> before = threadTimes();
        if (!before)
            QSKIP("this kernel does not count what threads wait for");
        while (threadTimes()->running < before->running + 0.02) // work of its own
            ;
        QVERIFY(threadTimes()->waiting >= before->waiting);
    }
};

DUOSCOPE_TEST_MAIN(TestThreadTimes)
#include "tst_thread_times.moc"
