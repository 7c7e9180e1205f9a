// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/job.h"
#include "tests/support/error_log_guard.h"

#include <vector>

using namespace duoscope;

class TestJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errorReadsAsASentence()
    {
        const Error error(ErrorKind::Input, "Cannot read a.png", "the file is empty", "Copy it again");
        QCOMPARE(error.what(), "Cannot read a.png: the file is empty. Copy it again.");
        QCOMPARE(error.kind(), ErrorKind::Input);
    }

    void stopRequestThrowsCancelled()
    {
        std::stop_source source;
        const JobControl job(source.get_token(), {});
        job.checkStop();
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(job.checkStop(), Cancelled);
        QVERIFY_EXCEPTION_THROWN(job.part(0.0, 0.5).checkStop(), Cancelled);
    }

    void partsMapIntoTheWhole()
    {
        std::vector<double> seen;
        const JobControl job({}, [&](double fraction, std::string_view) { seen.push_back(fraction); });
        const JobControl half = job.part(0.5, 1.0);
        half.report(0.0, "start");
        half.part(0.0, 0.5).report(1.0, "middle");
        half.report(1.0, "end");
        QCOMPARE(seen, (std::vector<double>{0.5, 0.75, 1.0}));
    }
};

DUOSCOPE_TEST_MAIN(TestJob)
#include "tst_job.moc"
