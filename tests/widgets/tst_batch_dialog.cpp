// SPDX-License-Identifier: GPL-3.0-or-later
// The batch dialog and its models, as a person uses them: pairing, running, pausing, stopping, going on.
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/batch/batch_runner.h"
#include "core/batch/folder_lock.h"
#include "core/report/batch_report.h"
#include "core/report/report_writer.h"
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/dialogs/batch_dialog.h"
#include "widgets/dialogs/batch_dialog_methods.h"
#include "widgets/dialogs/batch_dialog_pairing.h"
#include "widgets/dialogs/preferences.h"
#include "widgets/models/batch_pairing_model.h"
#include "widgets/models/batch_pairing_order_model.h"
#include "widgets/models/batch_queue_filter_model.h"
#include "widgets/models/batch_queue_model.h"
#include "widgets/panels/log_panel.h"
#include "widgets/shell/main_window.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QTranslator>
#include <QUrl>

using namespace duoscope;
using namespace duoscope::test;

namespace {

constexpr int kWait = 60000; ///< milliseconds; for machines that do other things, too
constexpr auto kStrict = QAbstractItemModelTester::FailureReportingMode::QtTest;

/// Puts every text between brackets.
class Brackets : public QTranslator {
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override
    {
        return '[' + QString::fromUtf8(text) + ']';
    }
};

QStringList column(const QAbstractItemModel& model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

} // namespace

class TestBatchDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    Session m_session{{}, sourceResources()};
    std::unique_ptr<BatchDialog> m_dialog;

    QString at(const QString& name) const { return m_folder->filePath(name); }

    void place(const QString& name, int seed, int width = 96, int height = 64) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(name)).path()));
        const SyntheticScene scene =
            generateScene({width, height, static_cast<std::uint64_t>(seed), SceneTime::Day, SceneWeather::Clear});
        writeImageFile(toPath(at(name)), name.startsWith("ir") ? scene.infrared : scene.visible);
    }

    void placePairs(int count) const
    {
        for (int i = 0; i < count; ++i)
            for (const char* folder : {"ir", "vi"})
                place(QString("%1/scene%2.png").arg(folder).arg(i, 2, 10, QChar('0')), i);
    }

    template <class Widget>
    Widget& child(const char* name) const
    {
        auto* found = m_dialog->findChild<Widget*>(QString::fromLatin1(name));
        if (!found)
            qFatal("there is no %s", name);
        return *found;
    }
    void click(const char* name) const { child<QAbstractButton>(name).click(); }
    const QAbstractItemModel& pairing() const { return *child<QTableView>("pairing").model(); }
    const QAbstractItemModel& queue() const { return *child<QTableView>("queue").model(); }
    QString text(const char* name) const { return child<QLabel>(name).text(); }
    QStringList findings() const { return column(pairing(), BatchPairingModel::FindingColumn); }
    QStringList states() const { return column(queue(), BatchQueueModel::StateColumn); }

    /// The dialog with a plan of what was placed, ready to fuse by classical methods.
    void open(const QStringList& methods = {"laplacian"})
    {
        m_dialog = std::make_unique<BatchDialog>(m_session);
        m_dialog->show();
        m_dialog->methods().choose(methods);
        m_dialog->setOutput(at("out"));
        m_dialog->setFolders(at("ir"), at("vi"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isPlanning(), kWait);
    }

    void run()
    {
        QVERIFY(child<QPushButton>("start").isEnabled());
        QSignalSpy ended(&m_dialog->job(), &BatchJob::ended);
        click("start");
        QVERIFY(ended.size() == 1 || ended.wait(kWait));
    }

private Q_SLOTS:
    void init()
    {
        QSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
    }
    void cleanup()
    {
        m_dialog.reset();
        while (!m_session.pairs().empty())
            m_session.removePair(m_session.pairs().front().id);
    }

    void pairingModel()
    {
        placePairs(2);
        place("ir/alone.png", 5);
        place("vi/other.png", 5);
        JobQueue reader;
        BatchPairingModel model(reader);
        BatchPairingOrderModel ordered;
        QAbstractItemModelTester tester(&model, kStrict), orderTester(&ordered, kStrict);
        ordered.setSourceModel(&model);
        ordered.sort(BatchPairingModel::InfraredColumn);
        model.setPlan(planFolders(toPath(at("ir")), toPath(at("vi"))));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.checkedCount(), 4);
        QCOMPARE(column(ordered, BatchPairingModel::InfraredColumn),
                 (QStringList{"none found", "alone.png", "scene00.png", "scene01.png"}));
        ordered.setProblemsFirst(false);
        QCOMPARE(column(ordered, BatchPairingModel::InfraredColumn)[0], "none found");
        ordered.sort(BatchPairingModel::SizeColumn, Qt::DescendingOrder);

        const QModelIndex box = model.index(1, BatchPairingModel::CheckColumn);
        QVERIFY(model.flags(box) & Qt::ItemIsUserCheckable);
        QVERIFY(model.setData(box, Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(model.checkedPlan().items.size(), 3U);
        model.checkOnlyUsable();
        QCOMPARE(model.checkedPlan().items.size(), 2U);
        model.setPlan(planFolders(toPath(at("ir")), toPath(at("vi")))); // stays so
        QCOMPARE(model.checkedCount(), 2);
        model.setLocked(true);
        QVERIFY(!model.setData(box, Qt::Unchecked, Qt::CheckStateRole));
        model.setLocked(false);

        const QModelIndex preview = model.index(model.rowCount() - 1, BatchPairingModel::PreviewColumn);
        QVERIFY(preview.data(BatchPairingModel::InfraredThumbnailRole).value<QImage>().isNull());
        QTRY_VERIFY_WITH_TIMEOUT(!preview.data(BatchPairingModel::VisibleThumbnailRole).value<QImage>().isNull(),
                                 kWait);

        // By hand: the one that the file was alone in goes.
        const BatchItem lone = model.item(0);
        QVERIFY(lone.finding == Finding::NoVisible);
        model.matchItem(inspectItem(lone.stem, lone.infrared, toPath(at("vi/other.png"))));
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.item(0).finding == Finding::Good);
        QCOMPARE(model.checkedCount(), 3);
        model.setPlan({});
        QCOMPARE(ordered.rowCount(), 0);
    }

    void queueModel()
    {
        BatchQueueModel model;
        BatchQueueFilterModel filtered;
        QAbstractItemModelTester tester(&model, kStrict), filterTester(&filtered, kStrict);
        filtered.setSourceModel(&model);
        std::vector<BatchItem> items(100);
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i].stem = "item" + std::to_string(i);
        model.setTasks(items, {"A", "B"});
        QCOMPARE(model.rowCount(), 200);
        QCOMPARE(model.count(BatchQueueModel::Group::Waiting), 200);
        QCOMPARE(model.index(3, BatchQueueModel::PairColumn).data().toString(), "item1");
        QCOMPARE(model.index(3, BatchQueueModel::MethodColumn).data().toString(), "B");

        filtered.setGroup(BatchQueueModel::Group::Waiting);
        model.update({{1, 1, TaskState::Running, 0.5, "stage 2 of 5", 0, {}, {}}});
        QCOMPARE(model.runningRow(), 3);
        QCOMPARE(model.index(3, BatchQueueModel::StateColumn).data().toString(), "stage 2 of 5");
        QCOMPARE(model.index(3, 0).data(BatchQueueModel::FractionRole).toDouble(), 0.5);
        QCOMPARE(filtered.rowCount(), 200);
        model.update(
            {{1, 1, TaskState::Done, 1, {}, 1.16, {{"EN", MetricValue(7.0)}, {"Qabf", MetricValue(0.6012)}}, {}},
             {0, 0, TaskState::Failed, 0, {}, 0, {}, "Cannot read it."}});
        QCOMPARE(filtered.rowCount(), 198);
        QCOMPARE(model.runningRow(), -1);
        QCOMPARE(model.index(3, BatchQueueModel::TimeColumn).data().toString(), "1.16 s");
        QCOMPARE(model.index(3, BatchQueueModel::MessageColumn).data().toString(), "Qabf 0.601");
        filtered.setGroup(BatchQueueModel::Group::Failed);
        QCOMPARE(column(filtered, BatchQueueModel::MessageColumn), QStringList{"Cannot read it."});
        QVERIFY(model.isDone(3) && !model.isDone(0));

        std::vector<TaskUpdate> many; // told as one range
        for (std::size_t i = 2; i < items.size(); ++i)
            many.push_back({i, 0, TaskState::Kept, 1, {}, 0.5, {}, {}});
        filtered.setGroup(BatchQueueModel::Group::Done);
        model.update(many);
        QCOMPARE(filtered.rowCount(), 99);
        model.update({{0, 1, TaskState::Running, 0.1, {}, 0, {}, {}}});
        model.settle();
        QCOMPARE(model.index(1, BatchQueueModel::StateColumn).data().toString(), "waiting");
        model.setTasks({}, {});
        QCOMPARE(filtered.rowCount(), 0);
    }

    void planSaysWhatIsWrong()
    {
        placePairs(2);
        place("ir/alone.png", 3);
        place("ir/unequal.png", 4);
        place("vi/unequal.png", 4, 64, 48);
        place("ir/zz-broken.png", 5);
        QVERIFY(writeFile(at("vi/zz-broken.png"), "no picture"));
        QVERIFY(writeFile(at("vi/Thumbs.db"), "rubbish"));
        open();
        const QStringList found = findings();
        QCOMPARE(found.size(), 5);
        QCOMPARE(found[0], "no visible file with this stem"); // problems first
        QCOMPARE(found[1], QString::fromUtf8("sizes differ: 96 × 64 / 64 × 48"));
        QCOMPARE(found[2], "visible can't be read");
        QCOMPARE(found[3], "same stem, same size");
        click("problemsFirst");
        QCOMPARE(findings()[1], "same stem, same size");
        const auto labels = m_dialog->findChildren<QLabel*>();
        for (const char* words : {"5 pair(s)", "2 good", "1 without partner", "2 unusable", "Thumbs.db skipped"})
            QVERIFY2(std::any_of(labels.begin(), labels.end(),
                                 [&](const QLabel* label) {
                                     return label->text() == QLatin1String(words) && label->isVisible();
                                 }),
                     words);
    }

    void runToTheEnd()
    {
        placePairs(3);
        place("ir/alone.png", 3);
        place("ir/cut.png", 4);
        place("vi/cut.png", 4);
        const QByteArray whole = readFile(at("vi/cut.png"));
        QVERIFY(writeFile(at("vi/cut.png"), whole.left(whole.size() * 2 / 3))); // the header is there
        open({"laplacian", "average"});
        QSignalSpy messages(m_dialog.get(), &BatchDialog::message);
        run();
        QCOMPARE(states().count("done"), 6);
        QCOMPARE(states().count("failed"), 4);
        QCOMPARE(child<QToolButton>("filterAll").text(), "All 10");
        QCOMPARE(child<QToolButton>("filterDone").text(), "Done 6");
        QCOMPARE(child<QToolButton>("filterFailed").text(), "Failed 4");
        QCOMPARE(text("share"), QString::fromUtf8("10 of 10 · 100 %"));
        QCOMPARE(text("failed"), "4");
        QCOMPARE(child<QProgressBar>("progress").value(), child<QProgressBar>("progress").maximum());
        QCOMPARE(messages.size(), 1);
        QCOMPARE(messages[0][1].toBool(), false);
        QVERIFY(messages[0][0].toString().contains("4 failed"));
        click("filterFailed");
        const QStringList reasons = column(queue(), BatchQueueModel::MessageColumn);
        QCOMPARE(reasons.size(), 4);
        QVERIFY2(reasons[0].startsWith("Cannot pair alone.png: there is no visible file"), qPrintable(reasons[0]));
        QVERIFY2(reasons[2].contains("cut.png"), qPrintable(reasons[2]));
        QVERIFY(QFileInfo::exists(at("out/metrics.csv")) && QFileInfo::exists(at("out/summary.json")));

        // A finished one opens in the panes, a failed one does not.
        QSignalSpy opened(m_dialog.get(), &BatchDialog::openPair);
        auto& table = child<QTableView>("queue");
        table.setCurrentIndex(queue().index(0, 0));
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(opened.size(), 0);
        click("filterDone");
        table.setCurrentIndex(queue().index(0, 0));
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), at("ir/scene00.png"));
        QCOMPARE(opened[0][2].toString(), "scene00");
        QVERIFY(m_dialog->isVisible() && !m_dialog->job().isRunning()); // Enter did not press Start

        // Mended, and tried again.
        QVERIFY(writeFile(at("vi/cut.png"), whole));
        place("vi/alone.png", 3);
        QSignalSpy ended(&m_dialog->job(), &BatchJob::ended);
        QVERIFY(child<QPushButton>("retry").isEnabled());
        click("retry");
        QVERIFY(ended.wait(kWait));
        click("filterAll");
        QCOMPARE(states().count("done"), 10);
        QCOMPARE(column(queue(), BatchQueueModel::MessageColumn).count("by an earlier run, found complete"), 6);
        QVERIFY(!child<QPushButton>("retry").isEnabled());
        QVERIFY(m_dialog->note().contains("all 10 done"));
    }

    void sameBytesAsTheEngineAlone()
    {
        placePairs(4);
        open({"laplacian", "guided"});
        run();
        BatchRequest request;
        for (const char* method : {"laplacian", "guided"})
            request.methods.push_back(parseBatchMethod(method, {}));
        request.metrics = {"EN", "SF", "CC", "VIF", "Qabf", "SSIM"};
        runBatch(planFolders(toPath(at("ir")), toPath(at("vi"))), request, toPath(at("engine")));
        int compared = 0;
        for (const char* folder : {"laplacian/gray", "laplacian/colour", "guided/gray", "guided/items"})
            for (const QFileInfo& file : QDir(at("out/" + QString(folder))).entryInfoList(QDir::Files)) {
                QCOMPARE(fileHash(toPath(file.filePath())),
                         fileHash(toPath(at("engine/" + QString(folder) + '/' + file.fileName()))));
                ++compared;
            }
        QCOMPARE(compared, 16);
        QCOMPARE(readFile(at("out/metrics.csv")), readFile(at("engine/metrics.csv")));
    }

    void tenReasons()
    {
        placePairs(4);
        for (int i = 0; i < 5; ++i) {
            const QString name = QString("damaged%1.png").arg(i);
            place("ir/" + name, i);
            place("vi/" + name, i);
            const QString file = at((i % 2 ? "ir/" : "vi/") + name);
            QVERIFY(writeFile(file, i == 4 ? QByteArray("no image") : readFile(file).left(200 + 40 * i)));
        }
        for (const char* name : {"ir/alone1.png", "ir/alone2.png", "vi/alone3.png"})
            place(name, 1);
        for (const char* name : {"unequal1.png", "unequal2.png"}) {
            place(QString("ir/") + name, 2);
            place(QString("vi/") + name, 2, 64, 48);
        }
        open();
        run();
        QCOMPARE(states().count("done"), 4);
        click("filterFailed");
        QCOMPARE(queue().rowCount(), 10);
        const QStringList reasons = column(queue(), BatchQueueModel::MessageColumn);
        for (const QString& reason : reasons)
            QVERIFY2(reason.startsWith("Cannot ") && reason.endsWith('.'), qPrintable(reason));
        QCOMPARE(reasons.filter("there is no visible file").size(), 2);
        QCOMPARE(reasons.filter("there is no infrared file").size(), 1);
        QCOMPARE(reasons.filter("64 x 48").size(), 2);

        // The record and the report list the same ten.
        const QByteArray summary = readFile(at("out/summary.json"));
        writeReport(reportOfBatch(toPath(at("out")), {}), toPath(at("report.md")), ReportFormat::Markdown,
                    Language::English);
        const QByteArray report = readFile(at("report.md"));
        for (const char* name : {"damaged0", "damaged1", "damaged2", "damaged3", "damaged4", "alone1", "alone2",
                                 "alone3", "unequal1", "unequal2"})
            QVERIFY2(summary.contains(name) && report.contains(name), name);
        QVERIFY(report.contains("there is no infrared file"));
    }

    void sameAsTheCommandOnMsrs()
    {
        const QString data = DUOSCOPE_SHARED "/data/MSRS";
        if (!QFileInfo::exists(data + "/ir"))
            QSKIP("the pairs of MSRS are not beside the checkout");
        m_dialog = std::make_unique<BatchDialog>(m_session);
        m_dialog->show();
        m_dialog->methods().choose({"laplacian"});
        m_dialog->setOutput(at("out"));
        m_dialog->setFolders(data + "/ir", data + "/vi");
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isPlanning(), kWait);
        m_dialog->setOutput(at("command"));
        QStringList words = QProcess::splitCommand(m_dialog->command()); // as the dialog says to type it
        m_dialog->setOutput(at("out"));
        QCOMPARE(words.takeFirst(), "duoscope-cli");
        QSignalSpy ended(&m_dialog->job(), &BatchJob::ended);
        click("start");
        QVERIFY(ended.size() == 1 || ended.wait(10 * kWait));
        QCOMPARE(states().count("done"), 120);
        QCOMPARE(QProcess::execute(DUOSCOPE_CLI, words), 0);
        int compared = 0;
        for (const char* folder : {"laplacian/gray", "laplacian/colour", "laplacian/items"})
            for (const QFileInfo& file : QDir(at("out/" + QString(folder))).entryInfoList(QDir::Files)) {
                QCOMPARE(fileHash(toPath(file.filePath())),
                         fileHash(toPath(at("command/" + QString(folder) + '/' + file.fileName()))));
                ++compared;
            }
        QCOMPARE(compared, 360);
        QCOMPARE(readFile(at("out/metrics.csv")), readFile(at("command/metrics.csv")));
    }

    void theRecordedMethodsOfTno()
    {
        const QString data = DUOSCOPE_SHARED "/data/TNO", recorded = DUOSCOPE_SHARED "/reference/metrics/tno_paper.csv";
        if (!QFileInfo::exists(data + "/ir") || !QFileInfo::exists(recorded))
            QSKIP("the pairs of TNO are not beside the checkout");
        QStringList methods;
        for (const char* name : {"DenseFuse", "SDNet", "U2Fusion", "SeAFusion", "PIAFusion"}) {
            m_session.addExternalMethod(name, toPath(data + "/fused_" + name));
            methods << QString("%1=%2/fused_%1").arg(name, data);
        }
        m_dialog = std::make_unique<BatchDialog>(m_session);
        m_dialog->show();
        m_dialog->methods().choose(methods);
        m_dialog->setOutput(at("out"));
        m_dialog->setFolders(data + "/ir", data + "/vi");
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isPlanning(), kWait);
        QSignalSpy ended(&m_dialog->job(), &BatchJob::ended);
        click("start");
        QVERIFY(ended.size() == 1 || ended.wait(10 * kWait));
        for (const FusionChoice& choice : std::vector(m_session.externalMethods()))
            m_session.removeExternalMethod(choice.method);
        QCOMPARE(states().count("done"), 105);

        const Report report = reportOfBatch({toPath(at("out"))}, {});
        const Evaluation& found = report.quality.fusion.value();
        QStringList lines = QString::fromUtf8(readFile(recorded)).split('\n', Qt::SkipEmptyParts);
        const QStringList header = lines.takeFirst().split(',');
        QCOMPARE(lines.size(), 105);
        std::vector<std::vector<std::vector<double>>> expected( // [metric][image][method]
            found.metrics.size(), {found.images.size(), std::vector<double>(found.methods.size())});
        for (const QString& line : lines) {
            const QStringList cells = line.split(',');
            const auto image = std::find(found.images.begin(), found.images.end(), cells[0].toStdString());
            const auto method = std::find(found.methods.begin(), found.methods.end(), cells[1].toStdString());
            QVERIFY(image != found.images.end() && method != found.methods.end());
            const auto i = static_cast<std::size_t>(image - found.images.begin());
            const auto m = static_cast<std::size_t>(method - found.methods.begin());
            for (std::size_t metric = 0; metric < found.metrics.size(); ++metric) {
                double& value = expected[metric][i][m];
                value = cells[header.indexOf(QString::fromStdString(found.metrics[metric].name))].toDouble();
                const double measured = found.values[m][i][metric].value;
                QVERIFY2(std::abs(measured - value) <= 1e-6 * std::abs(value),
                         qPrintable(QString("%1: %2, not %3").arg(line.left(20)).arg(measured).arg(value)));
            }
        }
        const MetricTable wins = winsTable(found);
        for (std::size_t metric = 0; metric < found.metrics.size(); ++metric) {
            std::vector<int> won(found.methods.size());
            for (const std::vector<double>& values : expected[metric]) // more is better in all six
                ++won[static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin())];
            for (std::size_t method = 0; method < won.size(); ++method)
                QCOMPARE(static_cast<int>(wins.cell(method, metric).value.value), won[method]);
        }
    }

    void pauseAndContinue()
    {
        placePairs(12);
        open();
        QSignalSpy ended(&m_dialog->job(), &BatchJob::ended);
        click("start");
        click("pause");
        QVERIFY(m_dialog->job().isPaused());
        QCOMPARE(child<QPushButton>("pause").text(), "&Continue");
        QVERIFY(m_dialog->note().startsWith("Paused"));
        QVERIFY(!child<QPushButton>("start").isEnabled() && child<QLineEdit>("infrared").isReadOnly());
        // Hidden and shown again, all is as it was.
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible() && m_dialog->job().isPaused());
        m_dialog->show();
        QCOMPARE(queue().rowCount(), 12);
        QVERIFY(ended.isEmpty());
        click("pause");
        QVERIFY(ended.wait(kWait));
        QCOMPARE(states().count("done"), 12);
        QVERIFY(!child<QPushButton>("pause").isEnabled());
    }

    void cancelAndResume()
    {
        placePairs(40);
        // A run that ended after some of its pairs, made by the engine, which can be stopped at exactly one of them.
        class StopAfterTen : public BatchObserver {
        public:
            void progressed(const BatchProgress& progress) override
            {
                if (progress.done >= 10)
                    source.request_stop();
            }
            std::stop_source source;
        } stopper;
        BatchRequest request;
        request.methods.push_back(parseBatchMethod("laplacian", {}));
        request.metrics = {"EN", "SF", "CC", "VIF", "Qabf", "SSIM"};
        BatchControl control;
        control.stop = stopper.source.get_token();
        QVERIFY_EXCEPTION_THROWN(
            runBatch(planFolders(toPath(at("ir")), toPath(at("vi"))), request, toPath(at("out")), control, &stopper),
            Cancelled);
        // The dialog goes on with it, is stopped while it runs, and goes on again.
        open();
        QSignalSpy ended(&m_dialog->job(), &BatchJob::ended);
        click("start");
        click("pause"); // so that it can't be done before it is stopped
        QVERIFY(m_dialog->job().isPaused());
        click("cancel");
        QVERIFY(ended.size() == 1 || ended.wait(kWait));
        QVERIFY2(m_dialog->note().startsWith("Stopped"), qPrintable(m_dialog->note()));
        QVERIFY(QFileInfo::exists(at("out/run.json")) && !QFileInfo::exists(at("out/summary.json")));
        run();
        QCOMPARE(states().count("done"), 40);
        const qsizetype kept =
            column(queue(), BatchQueueModel::MessageColumn).count("by an earlier run, found complete");
        QVERIFY2(kept >= 10 && kept < 40, qPrintable(QString::number(kept)));
    }

    void closingWhileRunning()
    {
        placePairs(30);
        open();
        QSignalSpy changed(&m_dialog->job(), &BatchJob::tasksChanged);
        click("start");
        QVERIFY(changed.wait(kWait));
        m_dialog.reset(); // stops it and waits
        QVERIFY(QFileInfo::exists(at("out/run.json")));
        open();
        run();
        QCOMPARE(states().count("done"), 30);
        QVERIFY(!column(queue(), BatchQueueModel::MessageColumn).filter("earlier").isEmpty());
        // And while paused.
        QVERIFY(QDir(at("out")).removeRecursively());
        open();
        click("start");
        click("pause");
        m_dialog.reset();
    }

    void errorsAreSentences()
    {
        placePairs(2);
        open();
        QSignalSpy messages(m_dialog.get(), &BatchDialog::message);
        const auto refused = [&](const QString& words) {
            run();
            QVERIFY2(m_dialog->note().contains(words), qPrintable(m_dialog->note()));
            QVERIFY(!m_dialog->note().contains("--"));
            QCOMPARE(messages.last()[0].toString(), m_dialog->note());
            QVERIFY(messages.last()[1].toBool());
            QCOMPARE(states().count("waiting"), 2);
        };
        QVERIFY(QDir().mkpath(at("out")));
        {
            const FolderLock lock(toPath(at("out")), {});
            refused("another process is running");
        }
        run();
        QVERIFY(m_dialog->note().contains("all 2 done"));
        child<QCheckBox>("resume").setChecked(false);
        refused("it holds a run already");
        child<QCheckBox>("resume").setChecked(true);
        child<QCheckBox>("average").setChecked(true);
        run();
        QVERIFY(m_dialog->note().contains("it holds another run"));
        m_dialog->setOutput("/proc/none");
        run();
        QVERIFY2(m_dialog->note().contains("/proc/none"), qPrintable(m_dialog->note()));
        m_dialog->setFolders(at("nowhere"), at("vi"));
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->note().contains("nowhere"), kWait);
        QVERIFY(!child<QPushButton>("start").isEnabled());
        const auto told = messages.size(); // half of what it takes is no failure yet
        m_dialog->setFolders(at("ir"), {});
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->note().startsWith("Choose the folder of visible images"), kWait);
        QCOMPARE(messages.size(), told);
        m_dialog->setFolders({}, {});
        QVERIFY(!child<QPushButton>("start").isEnabled());
        QVERIFY(m_dialog->note().startsWith("Choose the folders"));
    }

    void matchedByHand()
    {
        placePairs(1);
        place("ir/a.png", 3);
        place("vi/b.png", 3);
        open();
        QCOMPARE(pairing().rowCount(), 3);
        QVERIFY(!m_dialog->command().isEmpty());
        m_dialog->pairing().matchFile("a", at("vi/b.png"), false);
        QTRY_COMPARE_WITH_TIMEOUT(pairing().rowCount(), 2, kWait);
        QCOMPARE(findings(), (QStringList{"same size", "same stem, same size"}));
        QString reason;
        QVERIFY(m_dialog->command(&reason).isEmpty() && reason.contains("run.json"));
        run();
        QCOMPARE(states(), (QStringList{"done", "done"}));
        QVERIFY(QFileInfo::exists(at("out/laplacian/gray/a.png")));
        QCOMPARE(m_dialog->command(), "duoscope-cli batch -o " + at("out") + " --resume");
    }

    void datasetsAreRecognised()
    {
        placePairs(2); // ir/ and vi/: a plain one
        open();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(m_folder->path())});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_dialog.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_dialog.get(), &drop);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isPlanning() && pairing().rowCount() == 2, kWait);
        QCOMPARE(child<QLineEdit>("infrared").text(), m_folder->path());
        QVERIFY(child<QLineEdit>("visible").placeholderText().contains("plain"));
        QVERIFY(m_dialog->command().contains("--dataset plain=" + m_folder->path()));
        // On a field a folder is the field's.
        data.setUrls({QUrl::fromLocalFile(at("results"))});
        QVERIFY(QDir().mkpath(at("results")));
        QDragEnterEvent enterField({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&child<QLineEdit>("output"), &enterField);
        QDropEvent onto({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&child<QLineEdit>("output"), &onto);
        QCOMPARE(child<QLineEdit>("output").text(), at("results"));
    }

    void pairsOfTheSession()
    {
        placePairs(2);
        m_session.addPair(toPath(at("ir/scene00.png")), toPath(at("vi/scene00.png")), "one", "night");
        m_session.addPair(toPath(at("ir/scene01.png")), toPath(at("vi/scene01.png")), "two/a", "night");
        m_dialog = std::make_unique<BatchDialog>(m_session);
        m_dialog->show(); // nothing is remembered, so these are what it begins with
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isPlanning() && pairing().rowCount() == 2, kWait);
        m_dialog->methods().choose({"average"});
        m_dialog->setOutput(at("out"));
        run();
        QVERIFY(QFileInfo::exists(at("out/average/gray/one_night.png")));
        QVERIFY(QFileInfo::exists(at("out/average/gray/two_a_night.png")));
    }

    void commandLine()
    {
        placePairs(1);
        open({"laplacian", "average"});
        click("colour");
        click("copyCommand");
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QString("duoscope-cli batch --infrared %1 --visible %2 -o %3 --method laplacian average "
                         "--metrics six --no-colour --resume")
                     .arg(at("ir"), at("vi"), at("out")));
        m_dialog->setOutput(at("with space"));
        QVERIFY(m_dialog->command().contains(" -o '" + at("with space") + "' "));
        m_session.setComputeSettings({2, true, AttributionMode::Fast});
        QVERIFY(m_dialog->command().contains(" --threads 2 --precision half --attribution fast"));
        m_session.setComputeSettings({});
    }

    void resultsOfOtherPrograms()
    {
        placePairs(2);
        m_session.addExternalMethod("Theirs", toPath(at("vi")));
        const QString key = "Theirs=" + at("vi");
        open({"laplacian", key});
        QVERIFY(m_dialog->command().contains("--method laplacian " + key));
        run();
        QCOMPARE(states().count("done"), 4);
        QCOMPARE(readFile(at("out/Theirs/gray/scene00.png")).isEmpty(), false);
        m_session.removeExternalMethod("Theirs");
        QVERIFY(!m_dialog->command().contains("Theirs"));
    }

    void inputsAreRemembered()
    {
        placePairs(1);
        open({"guided", "maximum"});
        click("trace");
        m_dialog->close();
        m_dialog = std::make_unique<BatchDialog>(m_session);
        QTRY_COMPARE_WITH_TIMEOUT(pairing().rowCount(), 1, kWait);
        QCOMPARE(child<QLineEdit>("output").text(), at("out"));
        QVERIFY(child<QCheckBox>("guided").isChecked() && !child<QCheckBox>("laplacian").isChecked());
        QVERIFY(child<QCheckBox>("trace").isChecked());
    }

    void estimate()
    {
        placePairs(2);
        open();
        QVERIFY2(child<QCheckBox>("trace").text().contains(" / pair"), qPrintable(child<QCheckBox>("trace").text()));
        QVERIFY(child<QCheckBox>("uaafusion-paper").isEnabled() == false); // there is no model here
    }

    void language()
    {
        placePairs(1);
        open();
        run();
        Brackets brackets;
        QCoreApplication::installTranslator(&brackets);
        QCoreApplication::processEvents();
        QCOMPARE(m_dialog->windowTitle(), "[Batch fuse]");
        for (const QLabel* label : m_dialog->findChildren<QLabel*>())
            if (label->isVisible() && !label->text().isEmpty() && label->text() != QString::fromUtf8("–"))
                QVERIFY2(label->text().contains('[') || label->text().toInt() > 0 || label->text() == "0",
                         qPrintable(label->text()));
        for (const QAbstractButton* button : m_dialog->findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->text().isEmpty() && button->text() != QString::fromUtf8("…"))
                QVERIFY2(button->text().contains('[') || button->objectName() == "laplacian" || // names of methods
                             qobject_cast<const QCheckBox*>(button),
                         qPrintable(button->text()));
        QCOMPARE(findings(), QStringList{"[same stem, same size]"});
        QCOMPARE(states(), QStringList{"[done]"});
        QCOMPARE(queue().headerData(0, Qt::Horizontal).toString(), "[Pair]");
        QCoreApplication::removeTranslator(&brackets);
        QCoreApplication::processEvents();
        QCOMPARE(states(), QStringList{"done"});
    }

    void inTheMainWindow()
    {
        placePairs(30);
        MainWindow window(bundledModelFile(), sourceResources(), at("state"));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        QTest::keyClick(&window, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        BatchDialog& dialog = window.batch();
        QVERIFY(dialog.isVisible() && !dialog.isModal());
        dialog.methods().choose({"laplacian"});
        dialog.setOutput(at("out"));
        dialog.setFolders(at("ir"), at("vi"));
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isPlanning(), kWait);
        QSignalSpy ended(&dialog.job(), &BatchJob::ended);
        dialog.start();
        QVERIFY(ended.wait(kWait));
        QVERIFY2(window.log().text().contains("all 30 done"), qPrintable(window.log().text()));
        auto* table = dialog.findChild<QTableView*>("queue");
        table->setCurrentIndex(table->model()->index(2, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(window.session().pair(window.session().currentPair())->name, "scene02");
        // Closing the window stops what runs.
        dialog.setOutput(at("again"));
        QSignalSpy changed(&dialog.job(), &BatchJob::tasksChanged);
        dialog.start();
        QVERIFY(changed.wait(kWait));
        QVERIFY(window.close());
        QVERIFY(!dialog.isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.job().isRunning(), kWait);
        QVERIFY(QFileInfo::exists(at("again/run.json")));
    }

    void everythingInteractiveHasAName()
    {
        placePairs(1);
        open();
        for (QWidget* widget : m_dialog->findChildren<QWidget*>()) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            if (!(button || qobject_cast<QTableView*>(widget) || qobject_cast<QLineEdit*>(widget)) ||
                widget->inherits("QLineEditIconButton") || widget->inherits("QTableCornerButton"))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && button->text().size() > 1),
                     qPrintable(widget->objectName()));
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
        }
        // Space ticks the chosen row.
        auto& table = child<QTableView>("pairing");
        table.setCurrentIndex(pairing().index(0, BatchPairingModel::VisibleColumn));
        QTest::keyClick(&table, Qt::Key_Space);
        QCOMPARE(m_dialog->pairing().checkedCount(), 0);
        QVERIFY(!child<QPushButton>("start").isEnabled());
        QTest::keyClick(&table, Qt::Key_Space);
        QVERIFY(child<QPushButton>("start").isEnabled());
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestBatchDialog)
#include "tst_batch_dialog.moc"
