// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_runner.h"
#include "core/metrics/metric_registry.h"
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"
#include "widgets/dialogs/report_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace duoscope;

namespace {

class TestReportDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QFileInfo infrared(toQString(m_scenes.infrared(0)));
        const QFileInfo visible(toQString(m_scenes.visible(0)));
        BatchRequest request;
        for (const char* name : {"average", "laplacian"})
            request.methods.push_back(parseBatchMethod(name, {}));
        request.metrics = paperTableMetrics();
        const BatchSummary summary =
            runBatch(planFolders(toPath(infrared.path()), toPath(visible.path())), request, toPath(at("run")));
        QVERIFY(summary.isComplete());
    }

    void writesWhatTheBatchFound()
    {
        ReportDialog dialog(m_session);
        dialog.show();
        dialog.setRun(at("run"));
        QSignalSpy done(&dialog, &ReportDialog::done);
        dialog.write(at("report.html"));
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, 60000);
        QCOMPARE(done[0][1].toStringList(), QStringList{at("report.html")});
        QFile file(at("report.html"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray html = file.readAll();
        QVERIFY(html.contains("Laplacian") && html.contains("scene0"));
        // What has no pictures has no use for choices about them.
        auto* format = dialog.findChild<QComboBox*>();
        format->setCurrentIndex(format->findData("csv"));
        dialog.write(at("report.csv"));
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 2, 60000);
        QVERIFY(QFile::exists(at("report.csv")));
    }

    void writesWhatIsFusedInTheWindow()
    {
        Session session({}, sourceResources());
        const int pair = m_scenes.addTo(session, 0);
        m_scenes.addTo(session, 1); // not fused, so not in the report
        session.setCurrentPair(pair);
        QTRY_VERIFY_WITH_TIMEOUT(session.pair(pair)->sources, 60000);
        for (const char* method : {"average", "laplacian"}) {
            session.setChoice({method, "", 0});
            session.fuse();
            QTRY_VERIFY_WITH_TIMEOUT(session.currentResult() && session.currentResult()->state == ResultState::Done,
                                     60000);
        }
        ReportDialog dialog(session);
        dialog.setOpenSession();
        auto* metrics = dialog.findChildren<QComboBox*>().last();
        metrics->setCurrentIndex(metrics->findText(ReportDialog::tr("The paper's six")));
        QSignalSpy done(&dialog, &ReportDialog::done);
        dialog.write(at("open.html"));
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, 60000);
        QCOMPARE(done[0][1].toStringList(), QStringList{at("open.html")});
        QFile file(at("open.html"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray html = file.readAll();
        QVERIFY(html.contains("Laplacian") && html.contains("Average") && html.contains("scene0"));
        QVERIFY(!html.contains("scene1"));
        QVERIFY(html.contains("Qabf"));
    }

    void failuresAreSentences()
    {
        ReportDialog dialog(m_session);
        dialog.setRun(m_folder.path()); // no batch was written there
        QSignalSpy done(&dialog, &ReportDialog::done);
        dialog.write(at("none.html"));
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, 60000);
        QVERIFY(done[0][1].toStringList().isEmpty());
        QVERIFY(done[0][0].toString().contains(m_folder.path()));
        QVERIFY(!QFile::exists(at("none.html")));
        dialog.setRun(at("run"));
        dialog.write("/nowhere/at/all.html");
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 2, 60000);
        QVERIFY(done[1][0].toString().contains("/nowhere"));
    }

    void closingWhileWriting()
    {
        auto dialog = std::make_unique<ReportDialog>(m_session);
        dialog->setRun(at("run"));
        dialog->write(at("late.html"));
        dialog.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!m_session.quickJobs().isBusy(), 60000);
        QVERIFY(QFile::exists(at("late.html")));
    }

private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    SmallScenes m_scenes;
    QTemporaryDir m_folder;
    Session m_session{{}, sourceResources()};
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestReportDialog)
#include "tst_report_dialog.moc"
