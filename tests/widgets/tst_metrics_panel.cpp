// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.h"
#include "core/image/image_file.h"
#include "core/metrics/table_format.h"
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/models/measured_results.h"
#include "widgets/models/metric_sort_model.h"
#include "widgets/models/metric_table_model.h"
#include "widgets/panels/metrics_panel.h"
#include "widgets/panels/stage_curves.h"
#include "widgets/plots/curve_plot.h"

#include <opencv2/core.hpp>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTableView>

#include <cmath>

using namespace duoscope;

namespace {

constexpr int kPatience = 60000; ///< ms, for a loaded machine

cv::Mat noise(int channels, int seed)
{
    cv::Mat image(40, 48, CV_8UC(channels));
    cv::RNG random(static_cast<std::uint64_t>(seed));
    random.fill(image, cv::RNG::UNIFORM, 0, 256);
    return image;
}

std::vector<MetricInfo> infos(const std::vector<std::string>& names)
{
    std::vector<MetricInfo> found;
    for (const std::string& name : names)
        found.push_back(metricInfo(name, MetricConvention::Paper));
    return found;
}

QStringList column(const QAbstractItemModel& model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

QFont fontOf(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data(Qt::FontRole).value<QFont>();
}

} // namespace

class TestMetricsPanel : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Session m_session{{}, DUOSCOPE_SOURCE_DIR "/resources"};
    MetricStore m_store{m_session.quickJobs()};
    MeasuredResults m_results{m_session, m_store};
    int m_first = -1;
    int m_second = -1;

    int addPair(const QString& name, const cv::Mat& infrared, const cv::Mat& visible)
    {
        const QDir folder(m_folder.path());
        const auto infraredFile = test::toPath(folder.filePath(name + "_ir.png"));
        const auto visibleFile = test::toPath(folder.filePath(name + ".png"));
        writeImageFile(infraredFile, infrared);
        writeImageFile(visibleFile, visible);
        return m_session.addPair(infraredFile, visibleFile, "Test", name);
    }

    void fuse(int pair, const char* method)
    {
        m_session.setCurrentPair(pair);
        m_session.setChoice({method, {}, 0});
        m_session.fuse();
        QTRY_VERIFY_WITH_TIMEOUT(m_session.currentResult() && m_session.currentResult()->state == ResultState::Done,
                                 kPatience);
    }

    /// Shown, so that it measures.
    std::unique_ptr<MetricsPanel> shownPanel(MetricsPanel::Rows rows)
    {
        auto panel = std::make_unique<MetricsPanel>(m_session, m_store, m_results);
        panel->setRows(rows);
        panel->resize(600, 240);
        panel->show();
        return panel;
    }

    bool isMeasured(const MetricsPanel& panel) const
    {
        const auto* view = panel.findChild<QTableView*>();
        return view->model()->rowCount() > 0 && !m_store.isMeasuring("metrics") &&
               !column(*view->model(), 1).contains("…");
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_first = addPair("first", noise(1, 1), noise(3, 2));
        m_second = addPair("second", noise(1, 3), noise(1, 4));
        fuse(m_second, "laplacian");
        fuse(m_first, "average");
        fuse(m_first, "laplacian");
    }

    void cellsSayTheirValueAndPlace()
    {
        MetricTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        MetricCell mean(MetricValue(0.51234));
        mean.deviation = 0.1;
        mean.count = 3;
        using Kind = MetricRow::Kind;
        model.setContents("Method", infos({"EN", "MSE"}),
                          {{"if", Kind::WhatIf, {MetricCell(9.0), MetricCell(1.0)}},
                           {"a", Kind::Plain, {MetricCell(7.3524), MetricCell(20.0)}},
                           {"b", Kind::Plain, {MetricCell(-7.1), MetricCell(MetricValue::undefined("a reason"))}},
                           {"c", Kind::Plain, {MetricCell(6.0), MetricCell(10.0)}},
                           {"d", Kind::Plain, {MetricCell(7.35239), MetricCell(30.0)}},
                           {"mean", Kind::Mean, {mean, MetricCell(0.0)}}},
                          true);
        QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), "Method");
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "EN ↑");
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), "MSE ↓");
        QVERIFY(model.headerData(1, Qt::Horizontal, Qt::ToolTipRole).toString().startsWith("Entropy, in bits"));
        QCOMPARE(column(model, 1), QStringList({"9.000", "7.352", "−7.100", "6.000", "7.352", "0.512 ± 0.100"}));
        QCOMPARE(column(model, 2), QStringList({"1.0", "20.0", "–", "10.0", "30.0", "0.0"}));
        QVERIFY(fontOf(model, 0, 0).italic()); // what if
        QVERIFY(!fontOf(model, 1, 0).italic());
        // The best of EN is shared, as printed; neither the what-if nor the mean takes part.
        const auto place = [&](int row, int at) {
            return static_cast<Place>(model.index(row, at).data(MetricTableModel::PlaceRole).toInt());
        };
        QVERIFY(place(0, 1) == Place::Other && place(5, 1) == Place::Other);
        QVERIFY(place(1, 1) == Place::Best && place(4, 1) == Place::Best);
        QVERIFY(place(3, 1) == Place::SecondBest);
        QVERIFY(place(3, 2) == Place::Best && place(1, 2) == Place::SecondBest);
        QVERIFY(fontOf(model, 1, 1).bold() && !fontOf(model, 1, 1).underline());
        QVERIFY(fontOf(model, 3, 1).underline() && !fontOf(model, 3, 1).bold());
        QCOMPARE(model.index(1, 1).data(Qt::ToolTipRole).toString(), "7.3524 bits");
        QCOMPARE(model.index(2, 2).data(Qt::ToolTipRole).toString(), "No value: a reason");
        QVERIFY(model.index(5, 1).data(Qt::ToolTipRole).toString().contains("deviation 0.1, values: 3"));
        QCOMPARE(model.table().rows(), std::size_t(4));
    }

    void nobodyHasWonBeforeAllAreMeasured()
    {
        MetricTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto rows = [](std::optional<MetricCell> last) {
            return std::vector<MetricRow>{{"a", MetricRow::Kind::Plain, {MetricCell(1.0)}},
                                          {"b", MetricRow::Kind::Plain, {std::move(last)}}};
        };
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setContents("Method", infos({"EN"}), rows(std::nullopt), true);
        QCOMPARE(resets.size(), 1);
        QCOMPARE(column(model, 1), QStringList({"1.000", "…"}));
        QVERIFY(!fontOf(model, 0, 1).bold());
        model.setContents("Method", infos({"EN"}), rows(MetricCell(0.5)), true);
        QCOMPARE(resets.size(), 1); // views keep their place
        QCOMPARE(changes.size(), 1);
        QVERIFY(fontOf(model, 0, 1).bold());
        model.setContents("Pair", infos({"EN"}), rows(MetricCell(0.5)), false);
        QVERIFY(!fontOf(model, 0, 1).bold());
    }

    void sortingKeepsWhatIfsFirstAndMeansLast()
    {
        MetricTableModel model;
        MetricSortModel sorted;
        QAbstractItemModelTester tester(&sorted, QAbstractItemModelTester::FailureReportingMode::QtTest);
        sorted.setSourceModel(&model);
        using Kind = MetricRow::Kind;
        model.setContents("Pair", infos({"EN"}),
                          {{"if", Kind::WhatIf, {MetricCell(5.0)}},
                           {"b", Kind::Plain, {MetricCell(2.0)}},
                           {"none", Kind::Plain, {MetricCell()}},
                           {"a", Kind::Plain, {MetricCell(10.0)}},
                           {"mean", Kind::Mean, {MetricCell(6.0)}},
                           {"deviation", Kind::Deviation, {MetricCell(1.0)}}},
                          true);
        sorted.sort(1, Qt::AscendingOrder);
        QCOMPARE(column(sorted, 0), QStringList({"if", "b", "a", "none", "mean", "deviation"}));
        sorted.sort(1, Qt::DescendingOrder);
        QCOMPARE(column(sorted, 0), QStringList({"if", "a", "b", "none", "mean", "deviation"}));
        sorted.sort(0, Qt::AscendingOrder);
        QCOMPARE(column(sorted, 0), QStringList({"if", "a", "b", "none", "mean", "deviation"}));
        sorted.sort(-1);
        QCOMPARE(column(sorted, 0), QStringList({"if", "b", "none", "a", "mean", "deviation"}));
    }

    void methodsAreMeasuredAsTheirFilesWouldBe()
    {
        const auto panel = shownPanel(MetricsPanel::Rows::Methods);
        const QAbstractItemModel& model = *panel->findChild<QTableView*>()->model();
        QAbstractItemModelTester tester(const_cast<QAbstractItemModel*>(&model),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(isMeasured(*panel), kPatience);
        QCOMPARE(column(model, 0), QStringList({"Laplacian pyramid", "Average"}));

        for (const MetricConvention convention : {MetricConvention::Paper, MetricConvention::Toolbox}) {
            panel->setConvention(convention);
            QTRY_VERIFY_WITH_TIMEOUT(isMeasured(*panel), kPatience);
            const TracePointer trace = m_session.currentTrace();
            const MetricImages files = prepareMetricImages(toBytes(trace->gray), noise(1, 1), noise(3, 2), convention);
            const auto expected = evaluateMetrics(files, paperTableMetrics(), convention);
            for (std::size_t i = 0; i < expected.size(); ++i)
                QCOMPARE(model.index(0, 1 + static_cast<int>(i)).data(MetricTableModel::SortRole).toDouble(),
                         expected[i].value);
        }
        panel->setConvention(MetricConvention::Paper);
    }

    void nothingIsMeasuredTwice()
    {
        const auto panel = shownPanel(MetricsPanel::Rows::Methods);
        QTRY_VERIFY_WITH_TIMEOUT(isMeasured(*panel), kPatience);
        QSignalSpy jobs(&m_session.quickJobs(), &JobQueue::started);
        const TracePointer trace = m_session.currentTrace();
        m_store.request("again", {{trace}, {trace, 0}}, paperTableMetrics(), MetricConvention::Paper);
        QVERIFY(!m_store.isMeasuring("again")); // f_0 is the result of a method without stages
        QVERIFY(!m_session.quickJobs().isBusy());
        QVERIFY(jobs.isEmpty());

        m_store.request("again", {{trace}}, {"SD"}, MetricConvention::Paper);
        QTRY_VERIFY_WITH_TIMEOUT(!m_store.isMeasuring("again"), kPatience);
        QVERIFY(m_store.find({trace}, "SD", MetricConvention::Paper));
        QVERIFY(!m_store.find({trace}, "SD", MetricConvention::Toolbox));
    }

    void clickingARowLooksAtIt()
    {
        m_session.setChoice({"laplacian", {}, 0});
        auto panel = shownPanel(MetricsPanel::Rows::Methods);
        auto* view = panel->findChild<QTableView*>();
        QTRY_VERIFY_WITH_TIMEOUT(isMeasured(*panel), kPatience);
        QCOMPARE(view->currentIndex().row(), 0);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(1, 1)).center());
        QCOMPARE(m_session.choice().method, "average");
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(m_session.choice().method, "laplacian");

        panel->setRows(MetricsPanel::Rows::Stages);
        QCOMPARE(column(*view->model(), 0), QStringList({"f₀"}));

        panel->setRows(MetricsPanel::Rows::Pairs);
        QCOMPARE(column(*view->model(), 0), QStringList({"first", "second", "Mean", "Deviation"}));
        QTRY_VERIFY_WITH_TIMEOUT(isMeasured(*panel), kPatience);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(1, 0)).center());
        QCOMPARE(m_session.currentPair(), m_second);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(2, 0)).center());
        QCOMPARE(m_session.currentPair(), m_second); // a mean leads nowhere
        const auto value = [&](int row) {
            return view->model()->index(row, 1).data(MetricTableModel::SortRole).toDouble();
        };
        QCOMPARE(value(2), (value(0) + value(1)) / 2);
        QCOMPARE(value(3), std::abs(value(0) - value(1)) / std::sqrt(2.0));
        m_session.setCurrentPair(m_first);
    }

    void columnsAreChosenAndRemembered()
    {
        {
            MetricsPanel panel(m_session, m_store, m_results);
            panel.setMetrics({"SD", "nonsense", "EN"});
            QCOMPARE(panel.metrics(), std::vector<std::string>({"EN", "SD"}));
            const auto* header = panel.findChild<QTableView*>()->horizontalHeader();
            QCOMPARE(header->count(), 5); // and wins and seconds
        }
        MetricsPanel panel(m_session, m_store, m_results);
        QCOMPARE(panel.metrics(), std::vector<std::string>({"EN", "SD"}));
        panel.setMetrics(paperTableMetrics());
    }

    void theTableIsCopied()
    {
        const auto panel = shownPanel(MetricsPanel::Rows::Methods);
        auto* view = panel->findChild<QTableView*>();
        QTRY_VERIFY_WITH_TIMEOUT(isMeasured(*panel), kPatience);
        QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
        const QString csv = QGuiApplication::clipboard()->text();
        QCOMPARE(csv, panel->copyText(TableFormat::Csv));
        QVERIFY2(csv.startsWith("Method,EN,SF,CC,VIF,Qabf,SSIM,wins,s/pair\n"), qPrintable(csv));
        QCOMPARE(csv.count('\n'), 3);
        QVERIFY(panel->copyText(TableFormat::Markdown).contains("Laplacian pyramid"));
        QVERIFY(panel->copyText(TableFormat::Latex).contains("\\begin{tabular}"));
    }

    void curvesSayWhyTheyAreEmpty()
    {
        StageCurves curves(m_session, m_store);
        curves.resize(900, 160);
        curves.show();
        const auto plots = curves.findChildren<CurvePlot*>();
        QCOMPARE(plots.size(), 4);
        for (const CurvePlot* plot : plots) {
            QVERIFY(plot->isVisible());
            QCOMPARE(plot->note(), "This method has no stages.");
            QVERIFY(plot->curves().isEmpty());
        }
        curves.resize(curves.minimumSizeHint());
        QVERIFY(plots[0]->isVisible());
        QVERIFY(!plots[3]->isVisible());
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestMetricsPanel)
#include "tst_metrics_panel.moc"
