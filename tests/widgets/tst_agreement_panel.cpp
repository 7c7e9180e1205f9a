// SPDX-License-Identifier: GPL-3.0-or-later
// How far segmentations of results agree with labels, sources and each other, as a table.
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/models/metric_table_model.h"
#include "widgets/panels/agreement_panel.h"
#include "widgets/panels/metric_table_view.h"
#include "widgets/plots/elided_label.h"

#include <opencv2/core.hpp>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QTest>

#include <array>

using namespace duoscope;

namespace {

constexpr int kPatience = 60000; ///< ms, for a loaded machine

QStringList column(const QAbstractItemModel& model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

QStringList headers(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int i = 0; i < model.columnCount(); ++i)
        texts << model.headerData(i, Qt::Horizontal).toString();
    return texts;
}

class TestAgreementPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const SyntheticScene scene = generateScene({96, 64, 7, SceneTime::Night, SceneWeather::Clear});
        m_labels = scene.labels;
        const std::filesystem::path file = test::toPath(m_scenes.path("labels.png"));
        writeImageFile(file, scene.labels);
        m_session = std::make_unique<Session>(bundledModelFile(), sourceResources());
        m_labelled = m_session->addPair(m_scenes.infrared(0), m_scenes.visible(0), "scenes", "night", file, "street");
        m_bare = m_scenes.addTo(*m_session, 1);
        for (const char* method : {"average", "laplacian"}) {
            m_session->setChoice({method});
            m_session->fuse();
            QTRY_VERIFY_WITH_TIMEOUT(
                m_session->currentResult() && m_session->currentResult()->state == ResultState::Done, kPatience);
        }
    }

    void init()
    {
        m_session->setCurrentPair(m_labelled);
        m_session->setSelectedClass(-1);
        m_session->setBaseline(Baseline::Zero);
        m_panel = std::make_unique<AgreementPanel>(*m_session);
        m_panel->setReference("labels");
        m_panel->resize(760, 240);
    }
    void cleanup() { m_panel.reset(); }

    void nothingIsComputedForAHiddenPanel()
    {
        QVERIFY(!m_session->jobs().isBusy());
        QCOMPARE(column(model(), 0), QStringList({"Infrared", "Visible", "Laplacian pyramid", "Average"}));
        QCOMPARE(column(model(), 1), QStringList({"…", "…", "…", "…"}));
    }

    void agreesWithLabels()
    {
        QAbstractItemModelTester tester(const_cast<QAbstractItemModel*>(&model()),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        showWhole();
        const Segmenter segmenter(bundledModelFile(), sourceResources() / "class_sets");
        const std::array<cv::Mat, 4> images = rowImages();
        cv::Mat labels = m_labels.clone();
        labels.setTo(255, labels == 0); // unlabelled says nothing
        const QStringList heads = headers(model());
        QCOMPARE(heads.mid(0, 3), QStringList({"Image", "mIoU ↑", "pixels ↑"}));
        for (int row = 0; row < 4; ++row) {
            const SegmentationScores scores =
                agreementWith(labels, segmenter.segment(images[static_cast<std::size_t>(row)]), segmenter.classSet());
            QCOMPARE(value(row, 1), 100 * scores.meanIou.value);
            QCOMPARE(value(row, 2), 100 * scores.pixelAccuracy.value);
            QCOMPARE(heads.size(), 3 + static_cast<int>(scores.classes.size()));
            for (std::size_t i = 0; i < scores.classes.size(); ++i) {
                const int at = 3 + static_cast<int>(i);
                QCOMPARE(heads[at], QString::fromStdString(scores.classes[i].name) + " ↑");
                QCOMPARE(value(row, at), 100 * scores.classes[i].iou.value);
            }
        }
        // Sources compete with nobody.
        QCOMPARE(place(0, 1), int(Place::Other));
        const int better = value(2, 1) > value(3, 1) ? 2 : 3;
        QCOMPARE(place(better, 1), value(2, 1) == value(3, 1) ? int(Place::Other) : int(Place::Best));
        QVERIFY2(footnote().contains("labels of street"), qPrintable(footnote()));

        QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
        const QString csv = QGuiApplication::clipboard()->text();
        QVERIFY2(csv.startsWith("Image,mIoU,pixels,"), qPrintable(csv));
        QCOMPARE(csv.count('\n'), 5); // the sources, too
        QVERIFY(m_panel->copyText(TableFormat::Latex).contains("Laplacian pyramid"));
    }

    void agreesWithASourceOrAResult()
    {
        showWhole();
        choose("What segmentations are compared with", "Infrared");
        QCOMPARE(m_panel->reference(), std::string("infrared"));
        QTRY_COMPARE_WITH_TIMEOUT(value(0, 1), 100.0, kPatience);
        agreeWithRow(0);
        QVERIFY(value(1, 1) < 100); // else the scene would show nothing
        choose("What segmentations are compared with", "Average");
        QTRY_COMPARE_WITH_TIMEOUT(value(3, 1), 100.0, kPatience);
        agreeWithRow(3);
        QCOMPARE(place(3, 1), int(Place::Other)); // what all are compared with wins nothing
        // It is remembered; a pair without it is compared with what it has.
        AgreementPanel again(*m_session);
        QCOMPARE(again.reference(), std::string("result average"));
        m_session->setCurrentPair(m_bare);
        QTRY_COMPARE_WITH_TIMEOUT(column(model(), 0), QStringList({"Infrared", "Visible"}), kPatience);
        QCOMPARE(m_panel->reference(), std::string("infrared"));
        QTRY_COMPARE_WITH_TIMEOUT(value(0, 1), 100.0, kPatience);
    }

    void clickingARowLooksAtIt()
    {
        m_session->setChoice({"laplacian"});
        showWhole();
        QCOMPARE(view().currentIndex().row(), 2);
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, view().visualRect(model().index(3, 1)).center());
        QCOMPARE(m_session->choice().method, "average");
        view().setCurrentIndex(model().index(2, 0));
        QTest::keyClick(&view(), Qt::Key_Return);
        QCOMPARE(m_session->choice().method, "laplacian");
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, view().visualRect(model().index(0, 1)).center());
        QCOMPARE(m_session->choice().method, "laplacian"); // a source is no method
    }

    void scoresAppearWithTheirAttribution()
    {
        showWhole();
        QVERIFY(!headers(model()).contains("score ↑"));
        choose("Baseline of the attribution of results", "visible");
        QVERIFY(m_session->baseline() == Baseline::Visible);
        const Layer layer{{LayerKind::ResultAttribution, -1, "laplacian"}, {}, false};
        m_session->ask(layer);
        QTRY_VERIFY_WITH_TIMEOUT(headers(model()).contains("score ↑"), kPatience);
        const int score = static_cast<int>(headers(model()).indexOf("score ↑"));
        const TracePointer trace = m_session->pair(m_labelled)->results.at("laplacian").trace;
        const ScoreAttribution expected = Segmenter(bundledModelFile(), sourceResources() / "class_sets")
                                              .explain(trace->gray, trace->pair.visible.luminance);
        QCOMPARE(value(2, score), expected.score);
        QCOMPARE(value(2, score + 1), expected.change());
        QCOMPARE(column(model(), score).mid(0, 2), QStringList({"–", "–"}));
        QVERIFY2(footnote().contains("complete to"), qPrintable(footnote()));
        choose("Class whose score is attributed", "car");
        QCOMPARE(m_session->selectedClass(), 9);
        QTRY_VERIFY(!headers(model()).contains("score ↑")); // nobody asked for those
    }

    void labelsThatCantBeUsed()
    {
        const std::filesystem::path file = test::toPath(m_scenes.path("small.png"));
        writeImageFile(file, cv::Mat(48, 64, CV_8UC1, cv::Scalar(1)));
        Session session(bundledModelFile(), sourceResources());
        session.addPair(m_scenes.infrared(0), m_scenes.visible(0), "scenes", "night", file);
        AgreementPanel panel(session);
        panel.resize(760, 240);
        panel.show();
        const auto* footnoteLabel = panel.findChild<ElidedLabel*>();
        QTRY_VERIFY_WITH_TIMEOUT(footnoteLabel->accessibleName().contains("another size"), kPatience);
        QTRY_VERIFY(!session.quickJobs().isBusy() && !session.jobs().isBusy()); // it is not tried for ever
    }

    void withoutAModel()
    {
        Session session({}, sourceResources());
        AgreementPanel panel(session);
        panel.show();
        QVERIFY(panel.findChild<ElidedLabel*>()->accessibleName().contains("no model"));
    }

private:
    MetricTableView& view() const { return *m_panel->findChild<MetricTableView*>(); }
    const QAbstractItemModel& model() const { return *view().model(); }
    /// The pictures of the labelled pair, in the order of their rows.
    std::array<cv::Mat, 4> rowImages() const
    {
        const PairEntry& pair = *m_session->pair(m_labelled);
        const TracePointer laplacian = pair.results.at("laplacian").trace, average = pair.results.at("average").trace;
        return {laplacian->pair.infrared.luminance, laplacian->pair.visible.luminance, laplacian->gray, average->gray};
    }
    /// Each row's scores are those of its segmentation against the segmentation of the given row.
    void agreeWithRow(std::size_t reference) const
    {
        const Segmenter segmenter(bundledModelFile(), sourceResources() / "class_sets");
        const std::array<cv::Mat, 4> images = rowImages();
        const cv::Mat expected = segmenter.segment(images[reference]);
        for (int row = 0; row < 4; ++row) {
            const SegmentationScores scores =
                agreementWith(expected, segmenter.segment(images[static_cast<std::size_t>(row)]), segmenter.classSet());
            QCOMPARE(value(row, 1), 100 * scores.meanIou.value);
            QCOMPARE(value(row, 2), 100 * scores.pixelAccuracy.value);
        }
    }
    double value(int row, int column) const
    {
        return model().index(row, column).data(MetricTableModel::SortRole).toDouble();
    }
    int place(int row, int column) const
    {
        return model().index(row, column).data(MetricTableModel::PlaceRole).toInt();
    }
    QString footnote() const { return m_panel->findChild<ElidedLabel*>()->accessibleName(); }

    /// Shows the panel and waits for all of its segmentations.
    void showWhole()
    {
        m_panel->show();
        QTRY_VERIFY_WITH_TIMEOUT(model().rowCount() == 4 && !column(model(), 1).contains("…"), kPatience);
    }

    void choose(const QString& name, const QString& item)
    {
        for (auto* box : m_panel->findChildren<QComboBox*>())
            if (box->accessibleName() == name) {
                const int index = box->findText(item);
                QVERIFY2(index >= 0, qPrintable(item));
                box->setCurrentIndex(index);
                Q_EMIT box->activated(index);
            }
    }

    SmallScenes m_scenes;
    cv::Mat m_labels;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<AgreementPanel> m_panel;
    int m_labelled = -1;
    int m_bare = -1;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestAgreementPanel)
#include "tst_agreement_panel.moc"
