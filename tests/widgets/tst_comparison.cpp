// SPDX-License-Identifier: GPL-3.0-or-later
// Methods side by side on many pairs, against what the command measures of the same results.
#include "core/image/colour.h"
#include "core/metrics/evaluation_list.h"
#include "core/metrics/method_comparison.h"
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"
#include "widgets/models/pair_standing_model.h"
#include "widgets/models/signed_rank_model.h"
#include "widgets/panels/comparison_panel.h"
#include "widgets/panels/metrics_panel.h"
#include "widgets/plots/wins_plot.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include <cmath>

using namespace duoscope;

namespace {

constexpr int kPatience = 60000; ///< ms, for a loaded machine
constexpr int kScenes = 4;
const std::vector<FusionChoice> kMethods{{"laplacian"}, {"average"}, {"maximum"}};

QStringList column(const QAbstractItemModel& model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

ImageStanding standing(double first, double second, double lead, double spread)
{
    ImageStanding made;
    made.first = first;
    made.second = second;
    made.difference = first - second;
    made.lead = lead;
    made.spread = spread;
    return made;
}

/// A session with scenes, and what measures them.
struct Bench {
    explicit Bench(const SmallScenes& scenes)
    {
        session.setChoice(kMethods[0]);
        for (int i = 0; i < kScenes; ++i)
            pairs.push_back(scenes.addTo(session, i));
    }
    void fuse(const std::vector<int>& which, const std::vector<FusionChoice>& methods)
    {
        results.fuseMissing(which, methods);
        QTRY_VERIFY_WITH_TIMEOUT(!session.jobs().isBusy() && isSettled(), kPatience);
    }
    bool isSettled() const
    {
        for (const PairEntry& pair : session.pairs())
            for (const auto& [key, result] : pair.results)
                if (isUnderWay(result))
                    return false;
        return true;
    }
    bool isMeasured(std::size_t images) const
    {
        return results.set().pairs.size() == images && results.set().missing(ResultKnowledge::Measuring) == 0;
    }

    Session session{{}, DUOSCOPE_SOURCE_DIR "/resources"};
    MetricStore store{session.quickJobs()};
    MeasuredResults results{session, store};
    std::vector<int> pairs;
};

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

    SmallScenes m_scenes{kScenes};
    QTemporaryDir m_folder;

    /// What the command finds in files of these results.
    Evaluation evaluated(const Session& session, const std::vector<int>& pairs)
    {
        EvaluationList list;
        std::vector<std::string> names;
        for (const FusionChoice& method : kMethods)
            names.push_back(method.key());
        for (const int id : pairs) {
            const PairEntry& pair = *session.pair(id);
            EvaluationItem item{pair.name.toStdString(), {pair.infrared, pair.visible}, {}, {}};
            for (const std::string& name : names) {
                const auto file = test::toPath(m_folder.filePath(pair.name + toQString(name) + ".png"));
                writeImageFile(file, toBytes(pair.results.at(name).trace->gray));
                item.results.push_back(file);
            }
            list.items.push_back(std::move(item));
        }
        return evaluateFusion(list, names, {});
    }

private Q_SLOTS:
    void pairsSayHowTheyStand()
    {
        PairStandingModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const std::vector<PairStandingRow> rows{{7, "one", standing(0.5, 0.75, -0.25, 0.3), "Average", {}},
                                                {9, "two", standing(0.625, 0.5, 0.125, 0.5), "Maximum", {}},
                                                {3, "three", standing(0.5, 0.5, 0, 0), "Maximum", {}},
                                                {4, "four", {}, {}, "not fused: Average"}};
        model.setContents({"A", "best other", "A − best", {}, {}, {}, "Laplacian"}, rows, 3, false);
        QCOMPARE(column(model, 0), QStringList({"one", "two", "three", "four"}));
        QCOMPARE(column(model, 1), QStringList({"0.500", "0.625", "0.500", "not fused: Average"}));
        QCOMPARE(column(model, 2), QStringList({"0.750", "0.500", "0.500", ""}));
        QCOMPARE(column(model, 3), QStringList({"−0.250", "+0.125", "0.000", ""}));
        const auto bar = [&](int row, int role) { return model.index(row, 3).data(role).toDouble(); };
        QCOMPARE(bar(0, PairStandingModel::BarRole), -1.0);
        QCOMPARE(bar(1, PairStandingModel::BarRole), 0.5);
        QCOMPARE(bar(2, PairStandingModel::BarRole), 0.0);
        QCOMPARE(bar(3, PairStandingModel::BarRole), 0.0);
        QCOMPARE(bar(0, PairStandingModel::LeadRole), -1.0);
        QCOMPARE(bar(1, PairStandingModel::LeadRole), 1.0);
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("Laplacian is behind by 0.2500"));
        QVERIFY(model.index(2, 0).data(Qt::ToolTipRole).toString().contains("neither is better"));
        QCOMPARE(model.rowOf(3), 2);
        QCOMPARE(model.rowOf(5), -1);
        // Lower is better: the number keeps its sign, and A is behind where it is positive.
        model.setContents({}, {{7, "one", standing(3, 1, -2, 2), "Average", {}}}, 1, false);
        QCOMPARE(column(model, 3), QStringList({"+2.0"}));
        QCOMPARE(bar(0, PairStandingModel::BarRole), 1.0);
        QCOMPARE(bar(0, PairStandingModel::LeadRole), -1.0);
        QCOMPARE(resets.size(), 2);
        // The spread says nothing of who is better; the same pairs keep their rows.
        model.setContents({}, {{7, "one", standing(3, 1, -2, 2.5), "Average", {}}}, 1, true);
        QCOMPARE(resets.size(), 2);
        QCOMPARE(column(model, 3), QStringList({"2.5"}));
        QCOMPARE(bar(0, PairStandingModel::LeadRole), 0.0);
        // What is infinite has the longest bar and no say in the others'.
        const double infinity = std::numeric_limits<double>::infinity();
        model.setContents(
            {},
            {{1, "a", standing(1, infinity, -infinity, infinity), "B", {}}, {2, "b", standing(1, 3, -2, 2), "B", {}}},
            1, false);
        QCOMPARE(column(model, 3), QStringList({"−∞", "−2.0"}));
        QCOMPARE(bar(0, PairStandingModel::BarRole), -1.0);
        QCOMPARE(bar(1, PairStandingModel::BarRole), -1.0);
    }

    void theTestSaysWhoIsBetter()
    {
        Evaluation evaluation;
        evaluation.metrics = {{"EN", MetricDirection::HigherIsBetter, "", 3},
                              {"MSE", MetricDirection::LowerIsBetter, "", 1},
                              {"CC", MetricDirection::HigherIsBetter, "", 3}};
        evaluation.methods = {"A", "B"};
        evaluation.values.resize(2);
        for (int image = 0; image < 8; ++image) {
            evaluation.images.push_back("i");
            evaluation.values[0].push_back({1.0 + 0.1 * (image + 1), 10.0 + image, image % 2 ? 0.5 : 0.7});
            evaluation.values[1].push_back({1.0, 5.0, 0.6});
        }
        const MethodComparison comparison = compareMethods(evaluation, "A", "B");
        SignedRankModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setContents(comparison, "First", "Second");
        QCOMPARE(column(model, SignedRankModel::NameColumn), QStringList({"EN ↑", "MSE ↓", "CC ↑"}));
        QCOMPARE(column(model, SignedRankModel::CountColumn), QStringList({"8", "8", "8"}));
        QCOMPARE(column(model, SignedRankModel::MedianColumn).mid(0, 2), QStringList({"+0.450", "+8.5"}));
        QCOMPARE(column(model, SignedRankModel::BetterColumn), QStringList({"8 : 0", "0 : 8", "4 : 4"}));
        QCOMPARE(column(model, SignedRankModel::VerdictColumn), QStringList({"A", "B", "open"}));
        QCOMPARE(column(model, SignedRankModel::ProbabilityColumn)[0], "0.0078"); // 2 of 2^8 choices of signs
        QVERIFY(model.index(1, 0).data(Qt::ToolTipRole).toString().contains("Second is better."));
        QVERIFY(model.copyText().startsWith("Metric\tn\t"));
        QCOMPARE(model.copyText().count('\n'), 4);
    }

    void winsAreCountedWithTies()
    {
        WinsPlot plot;
        plot.resize(400, 200);
        plot.setWins({"EN", "SF"}, {{"one", 0, {3, 0}}, {"two", 7, {2, 4}}}, {4, 4}); // one shared
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QCOMPARE(plot.sentence(0, 1), "two: best by EN on 2 of 4 pairs");
        QSignalSpy clicks(&plot, &WinsPlot::metricClicked);
        QWidget* canvas = plot.findChild<QWidget*>("plotCanvas");
        QVERIFY(canvas);
        QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(canvas->width() / 2, canvas->height() / 4));
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].toInt(), 0); // the first is on top
    }

    void whatIfsAreNoResults()
    {
        const auto made = [](float value) {
            auto trace = std::make_shared<FusionTrace>();
            trace->gray = cv::Mat(4, 4, CV_32FC1, cv::Scalar(value));
            return trace;
        };
        FusionResult result;
        QVERIFY(!finishedTrace(result));
        result.trace = made(0.5F);
        QVERIFY(finishedTrace(result) == result.trace);
        result.attributed = result.trace;
        result.trace = made(0.7F);
        QVERIFY(finishedTrace(result) == result.attributed);
        auto preview = made(0.5F);
        preview->isPreview = true;
        FusionResult previewed;
        previewed.trace = preview;
        QVERIFY(!finishedTrace(previewed));
    }

    void allPairsAreMeasuredAsTheCommandDoes()
    {
        Bench bench(m_scenes);
        bench.fuse({bench.pairs[0], bench.pairs[1], bench.pairs[2]}, kMethods);
        bench.fuse({bench.pairs[3]}, {kMethods[0], kMethods[1]}); // lacks one
        MetricsPanel panel(bench.session, bench.store, bench.results);
        panel.setValues(MetricsPanel::Values::AllPairs);
        panel.resize(800, 240);
        panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(3), kPatience);
        const MethodSet& set = bench.results.set();
        QCOMPARE(set.leftOut.size(), std::size_t(1));
        QCOMPARE(set.leftOut[0].pair, bench.pairs[3]);
        QVERIFY(set.leftOut[0].missing[0].because == ResultKnowledge::NotFused);
        QCOMPARE(set.leftOut[0].missing[0].method, "maximum");

        const Evaluation expected = evaluated(bench.session, set.pairs);
        const MetricTable means = meansTable(expected), wins = winsTable(expected);
        const QAbstractItemModel& model = *panel.findChild<QTableView*>()->model();
        QCOMPARE(column(model, 0), QStringList({"Laplacian pyramid", "Average", "Maximum"}));
        for (int method = 0; method < 3; ++method) {
            const auto row = static_cast<std::size_t>(method);
            double won = 0;
            for (int metric = 0; metric < 6; ++metric) {
                const auto at = static_cast<std::size_t>(metric);
                const QModelIndex index = model.index(method, 1 + metric);
                QCOMPARE(index.data(MetricTableModel::SortRole).toDouble(), means.cell(row, at).value.value);
                QVERIFY(index.data().toString().contains(" ± "));
                won += wins.cell(row, at).value.value;
            }
            QCOMPARE(model.index(method, 7).data(MetricTableModel::SortRole).toDouble(), won);
            QVERIFY(model.index(method, 8).data(MetricTableModel::SortRole).toDouble() > 0);
        }
        const QString csv = panel.copyText(TableFormat::Csv);
        QVERIFY2(csv.startsWith("Method,EN,EN deviation,"), qPrintable(csv));
        QVERIFY(panel.copyText(TableFormat::Latex).contains("pm"));

        // Without the method that the last pair lacks, that pair counts, too.
        bench.results.setCompared("maximum", false);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(4), kPatience);
        QCOMPARE(column(model, 0), QStringList({"Laplacian pyramid", "Average"}));
        QCOMPARE(set.methods.size(), std::size_t(3));
        bench.session.removePair(bench.pairs[1]);
        QTRY_COMPARE(set.pairs.size(), std::size_t(3));
    }

    void valuesOutliveTheirTraces()
    {
        Bench bench(m_scenes);
        bench.results.setWatched(this, true);
        bench.fuse(bench.pairs, kMethods);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(kScenes), kPatience);
        const Evaluation before = bench.results.set().evaluation;
        bench.session.setCacheLimit(1);
        const PairEntry& last = *bench.session.pair(bench.pairs[3]);
        QVERIFY(last.results.at("average").state == ResultState::LetGo);
        QVERIFY(!last.results.at("average").trace);
        bench.results.update();
        QCOMPARE(bench.results.set().pairs.size(), std::size_t(kScenes));
        for (std::size_t method = 0; method < 3; ++method)
            for (std::size_t metric = 0; metric < 6; ++metric)
                QCOMPARE(bench.results.set().evaluation.valuesOf(method, metric)[3].value,
                         before.valuesOf(method, metric)[3].value);
        // Other metrics can't be measured any more, but on the pair that is looked at.
        bench.results.setWanted({"SD"}, MetricConvention::Paper);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(1), kPatience);
        QCOMPARE(bench.results.set().missing(ResultKnowledge::NotKept), 9);
        // Fusing again what was let go brings them back, and nothing else is fused.
        bench.session.setCacheLimit(std::int64_t(1) << 30);
        QCOMPARE(bench.results.fuseMissing(bench.pairs, kMethods), 9);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(kScenes), kPatience);
        QCOMPARE(bench.results.fuseMissing(bench.pairs, kMethods), 0);
    }

    void whatIsLetGoUnmeasuredIsMeasuredStill()
    {
        Bench bench(m_scenes);
        bench.session.setCacheLimit(1);
        bench.fuse(bench.pairs, kMethods); // and nobody watches
        QVERIFY(bench.session.pair(bench.pairs[2])->results.at("laplacian").state == ResultState::LetGo);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.session.quickJobs().isBusy(), kPatience);
        bench.results.setWatched(this, true);
        // But for what was let go while it was the only result of its pair.
        QTRY_VERIFY_WITH_TIMEOUT(bench.results.set().missing(ResultKnowledge::Measuring) == 0, kPatience);
        for (const FusionChoice& method : {kMethods[1], kMethods[2]})
            QVERIFY(bench.results.knowledge(bench.pairs[1], method.key()) == ResultKnowledge::Measured);
    }

    void removedPairsAreForgotten()
    {
        Bench bench(m_scenes);
        bench.results.setWatched(this, true);
        bench.fuse({bench.pairs[0]}, kMethods);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(1), kPatience);
        QVERIFY(bench.results.find(bench.pairs[0], "average", "EN", MetricConvention::Paper));
        bench.session.removePair(bench.pairs[0]);
        bench.results.update();
        QVERIFY(bench.results.set().isEmpty());
        QVERIFY(bench.results.set().methods.empty());
        QVERIFY(!bench.results.find(bench.pairs[0], "average", "EN", MetricConvention::Paper));
    }

    void theListLeadsToPairs()
    {
        Bench bench(m_scenes);
        bench.fuse({bench.pairs[0], bench.pairs[1], bench.pairs[2]}, kMethods);
        bench.fuse({bench.pairs[3]}, {kMethods[0]});
        CompareGrid grid(bench.session);
        ComparisonPanel panel(bench.session, bench.results, grid);
        panel.resize(380, 560);
        panel.show();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(3), kPatience);
        const QAbstractItemModel& list = *panel.pairsView().model();
        panel.setMetric("Qabf");
        const Evaluation expected = evaluated(bench.session, bench.results.set().pairs);
        std::vector<ImageStanding> order = standingsOf(expected, 4, 0, {});
        sortWorstFirst(order);
        QStringList names;
        for (const ImageStanding& each : order)
            names << toQString(expected.images[each.image]);
        names << bench.session.pair(bench.pairs[3])->name; // left out, so it stands last
        QCOMPARE(column(list, 0), names);
        QVERIFY(list.index(3, 1).data().toString().startsWith("not fused: "));
        QCOMPARE(list.index(0, 3).data().toString().at(0), order[0].difference < 0 ? QChar(0x2212) : QChar('+'));

        // By keyboard: down the list, Enter looks at the pair.
        const auto pairOf = [&](int row) {
            return bench.results.set().pairs[order[static_cast<std::size_t>(row)].image];
        };
        panel.pairsView().setFocus();
        panel.pairsView().setCurrentIndex(list.index(0, 0));
        QTest::keyClick(&panel.pairsView(), Qt::Key_Return);
        QCOMPARE(bench.session.currentPair(), pairOf(0));
        QTest::keyClick(&panel.pairsView(), Qt::Key_Down);
        QTest::keyClick(&panel.pairsView(), Qt::Key_Return);
        QCOMPARE(bench.session.currentPair(), pairOf(1));
        panel.step(1);
        QCOMPARE(bench.session.currentPair(), pairOf(2));
        panel.step(1); // the last that counts
        QCOMPARE(bench.session.currentPair(), pairOf(2));
        panel.step(-1);
        QCOMPARE(bench.session.currentPair(), pairOf(1));
        QCOMPARE(panel.pairsView().currentIndex().row(), 1);

        // Most disputed first, of all metrics together.
        panel.setMetric({});
        panel.setOrder(ComparisonPanel::Order::MostDisputed);
        order = standingsOf(expected, {}, 0, {});
        sortMostDisputedFirst(order);
        QCOMPARE(column(list, 0)[0], toQString(expected.images[order[0].image]));
        QCOMPARE(column(list, 3)[0], fixedText(order[0].spread, 2));
    }

    void theTestIsThatOfTheMetrics()
    {
        Bench bench(m_scenes);
        bench.fuse(bench.pairs, kMethods);
        CompareGrid grid(bench.session);
        ComparisonPanel panel(bench.session, bench.results, grid);
        panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(kScenes), kPatience);
        panel.setPage(ComparisonPanel::Page::Test);
        QCOMPARE(panel.testView().model()->rowCount(), 0); // one method has to be chosen
        panel.setAgainst("average");
        const MethodComparison expected =
            compareMethods(evaluated(bench.session, bench.results.set().pairs), "laplacian", "average");
        SignedRankModel model;
        model.setContents(expected, "Laplacian pyramid", "Average");
        for (int at = 0; at < SignedRankModel::ColumnCount; ++at)
            QCOMPARE(column(*panel.testView().model(), at), column(model, at));
        // Whoever is looked at can't stand against itself.
        bench.session.setChoice(kMethods[1]);
        QCOMPARE(panel.testView().model()->rowCount(), 0);
        panel.setAgainst("laplacian");
        QCOMPARE(panel.testView().model()->rowCount(), 6);
        QTest::keyClick(&panel.testView(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("Metric\tn\t"));
    }

    void theWinsAreThoseOfTheCommand()
    {
        Bench bench(m_scenes);
        bench.fuse(bench.pairs, kMethods);
        CompareGrid grid(bench.session);
        ComparisonPanel panel(bench.session, bench.results, grid);
        panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(kScenes), kPatience);
        const MetricTable wins = winsTable(evaluated(bench.session, bench.results.set().pairs));
        QCOMPARE(panel.wins().metrics(), QStringList({"EN", "SF", "CC", "VIF", "Qabf", "SSIM"}));
        for (int method = 0; method < 3; ++method)
            for (int metric = 0; metric < 6; ++metric)
                QCOMPARE(double(panel.wins().methods()[method].wins[metric]),
                         wins.cell(static_cast<std::size_t>(method), static_cast<std::size_t>(metric)).value.value);
    }

    void theDifferenceFollows()
    {
        Bench bench(m_scenes);
        bench.fuse(bench.pairs, kMethods);
        CompareGrid grid(bench.session);
        ComparisonPanel panel(bench.session, bench.results, grid);
        panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(kScenes), kPatience);
        grid.setPaneCount(1);
        panel.setMetric("EN");
        const auto isShown = [&](const std::string& other) {
            const Layer layer = grid.pane(2).layer();
            return layer.first.method == "laplacian" && layer.minus && layer.minus->method == other &&
                   grid.pane(1).layer().first.method == other;
        };
        panel.showDifference();
        QCOMPARE(grid.paneCount(), 4);
        const auto row = [&] { return panel.pairsView().currentIndex().row(); };
        std::vector<ImageStanding> order = standingsOf(bench.results.set().evaluation, 0, 0, {});
        sortWorstFirst(order);
        const auto otherOn = [&](int at) {
            return bench.results.set().evaluation.methods[order[static_cast<std::size_t>(at)].other];
        };
        QVERIFY(isShown(otherOn(row())));
        for (int i = 0; i < kScenes; ++i) {
            panel.step(i == 0 ? -kScenes : 1);
            QCOMPARE(row(), i);
            QVERIFY(isShown(otherOn(i)));
        }
        // Where a pane was given another layer, they are left alone.
        grid.pane(1).setLayer({{LayerKind::Infrared, -1, {}}, {}, false});
        panel.step(-1);
        QVERIFY(grid.pane(1).layer().first.kind == LayerKind::Infrared);
        // What was let go is fused again, so that there is something to see.
        bench.session.setCacheLimit(1);
        bench.session.setCurrentPair(bench.pairs[0]);
        bench.session.setCurrentPair(bench.pairs[3]);
        bench.session.setCacheLimit(1);
        QVERIFY(!bench.session.pair(bench.pairs[0])->results.at("laplacian").trace);
        bench.session.setCurrentPair(bench.pairs[0]);
        panel.setAgainst("average");
        panel.showDifference();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.pair(bench.pairs[0])->results.at("laplacian").trace &&
                                     bench.session.pair(bench.pairs[0])->results.at("average").trace,
                                 kPatience);
    }

    void emptyPanelsSayWhatToDo()
    {
        Bench bench(m_scenes);
        CompareGrid grid(bench.session);
        ComparisonPanel panel(bench.session, bench.results, grid);
        panel.show();
        const auto isEmpty = [&] { return !panel.wins().isVisible(); };
        QVERIFY(isEmpty());
        QSignalSpy one(&panel, &ComparisonPanel::fuseMethodsAsked), all(&panel, &ComparisonPanel::fuseAllMethodsAsked);
        for (QPushButton* button : panel.findChildren<QPushButton*>()) {
            QVERIFY(button->isVisible() && button->isEnabled());
            QTest::keyClick(button, Qt::Key_Space);
        }
        QCOMPARE(one.size(), 1);
        QCOMPARE(all.size(), 1);
        panel.step(1); // leads nowhere, and does no harm
        panel.showDifference();
        bench.fuse({bench.pairs[0]}, {kMethods[0]});
        bench.fuse({bench.pairs[1]}, {kMethods[1]});
        bench.results.update();
        QVERIFY(isEmpty());
        panel.fuseRest(); // both methods on all pairs
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(kScenes), kPatience);
        QVERIFY(!isEmpty());
        QCOMPARE(panel.pairsView().model()->rowCount(), kScenes);
        // The method that is looked at must be among those that are compared.
        bench.session.setChoice(kMethods[2]);
        QCOMPARE(panel.pairsView().model()->rowCount(), 0);
        panel.step(1);
    }

    void everyUsableMethodFuses()
    {
        Bench bench(m_scenes);
        const std::vector<FusionChoice> choices = bench.session.usableChoices();
        QVERIFY(choices.size() >= 4);
        for (const FusionChoice& choice : choices)
            QVERIFY2(!findMethod(choice.method)->needsModel, choice.method.c_str()); // there is no model here
        // A folder of another program's results counts where it has one.
        const QDir folder(m_folder.path());
        QVERIFY(folder.mkpath("fused_other"));
        writeImageFile(test::toPath(folder.filePath("fused_other/scene1.png")),
                       cv::Mat(64, 96, CV_8UC1, cv::Scalar(100)));
        bench.session.addExternalMethods(test::toPath(folder.filePath("fused_other")));
        QCOMPARE(bench.session.usableChoices().size(), choices.size() + 1);
        const FusionChoice other = bench.session.usableChoices().back();
        QVERIFY(!bench.session.canFuse(bench.pairs[0], other));
        QVERIFY(bench.session.canFuse(bench.pairs[1], other));
        QCOMPARE(bench.results.fuseMissing(bench.pairs, {other}), 1);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isSettled(), kPatience);
        bench.results.setWatched(this, true);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isMeasured(1), kPatience);
        QVERIFY(!bench.results.set().seconds[0].value.isDefined()); // it was not fused here
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestComparison)
#include "tst_comparison.moc"
