// SPDX-License-Identifier: GPL-3.0-or-later
// What panes do with each other: shared ranges, the curtain, marks of results by another model.
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/figure.h"
#include "widgets/viewer/picture_canvas.h"

#include <opencv2/core.hpp>

#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace duoscope;

namespace {

class TestCompareGrid : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_session = std::make_unique<Session>(bundledModelFile(), sourceResources());
        m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        m_grid = std::make_unique<CompareGrid>(*m_session);
        m_grid->resize(900, 600);
        m_grid->show();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->hasClassWeights() && !m_session->jobs().isBusy(), 60000);
    }

    void init()
    {
        m_grid->setPreset(GridPreset::SourcesAndResult); // infrared, visible, fused, and in colour
        m_grid->setMode(ImagePane::Mode::Alone);
        for (int i = 0; i < CompareGrid::kLargestPaneCount; ++i) {
            m_grid->pane(i).setRangeGroup(0);
            m_grid->pane(i).setRangeChoice({});
        }
    }

    void panesOfAGroupShareOneRange()
    {
        ImagePane& infrared = m_grid->pane(0);
        ImagePane& fused = m_grid->pane(2);
        for (ImagePane* pane : {&infrared, &fused})
            pane->setRangeChoice({RangeChoice::Mode::MinMax});
        const DisplayRange first = infrared.ownRange();
        const DisplayRange second = fused.ownRange();
        QVERIFY(first.low != second.low || first.high != second.high);
        for (ImagePane* pane : {&infrared, &fused})
            pane->setRangeGroup(1);
        for (const ImagePane* pane : {&infrared, &fused}) {
            QTRY_COMPARE(pane->displayedRange().high, std::max(first.high, second.high));
            QCOMPARE(pane->displayedRange().low, std::min(first.low, second.low));
            QCOMPARE(pane->displayedRange().clipped, 0.0);
        }
        // A locked range decides for its group, and what it clips is counted anew in each pane.
        infrared.setRangeChoice({RangeChoice::Mode::Fixed, 1, 0.4, 0.5});
        QTRY_COMPARE(fused.displayedRange().high, 0.5);
        QVERIFY(fused.displayedRange().clipped > 0);
        fused.setRangeGroup(0);
        QTRY_COMPARE(fused.displayedRange().high, second.high);
    }

    void narrowPanesAreToldApartByTheirMethods()
    {
        const auto titleOf = [this](int i) {
            for (const QToolButton* button : m_grid->pane(i).findChildren<QToolButton*>())
                if (button->accessibleName().startsWith("Layer:"))
                    return button->text();
            return QString();
        };
        m_grid->setPaneCount(6);
        m_grid->pane(0).setLayer({{LayerKind::FusedColour, -1, "laplacian"}, {}, false});
        m_grid->pane(1).setLayer({{LayerKind::FusedColour, -1, "guided"}, {}, false});
        m_grid->resize(1800, 600);
        QTRY_VERIFY2(titleOf(0).startsWith("Fused"), qPrintable(titleOf(0)));
        m_grid->resize(660, 600);
        QTRY_VERIFY2(titleOf(0).startsWith("Lap"), qPrintable(titleOf(0)));
        QTRY_VERIFY2(titleOf(1).startsWith("Gui"), qPrintable(titleOf(1)));
        m_grid->resize(900, 600);
    }

    void otherQuantitiesKeepTheirRange()
    {
        m_grid->setPreset(GridPreset::Attribution);
        ImagePane& fused = m_grid->pane(2);
        ImagePane& attention = m_grid->pane(4);
        const DisplayRange own = attention.ownRange();
        QVERIFY(own.high > 0 && own.high < 0.5);
        m_grid->setOneRange(true);
        QVERIFY(m_grid->isOneRange());
        fused.setRangeChoice({RangeChoice::Mode::Fixed, 1, 0.1, 0.9});
        QTRY_COMPARE(fused.displayedRange().high, 0.9);
        QCOMPARE(attention.displayedRange().high, own.high);
        QTRY_COMPARE(m_grid->pane(0).displayedRange().high, 0.9);
        m_grid->setOneRange(false);
        QVERIFY(!m_grid->isOneRange());
        QTRY_COMPARE(m_grid->pane(0).displayedRange().high, 1.0);
    }

    void theCurtainIsInTheFigure()
    {
        m_grid->setPaneCount(2);
        m_grid->setCurrentIndex(0);
        m_grid->setMode(ImagePane::Mode::Curtain);
        ImagePane& pane = m_grid->pane(0);
        pane.canvas().setCurtain(0.5);
        const std::vector<FigurePanel> panels = figurePanels(*m_grid);
        const QImage& made = panels.front().picture;
        const QImage left = m_grid->pane(0).coloured();
        const QImage right = m_grid->pane(1).coloured();
        QCOMPARE(made.size(), left.size());
        QCOMPARE(made.pixel(5, 20), left.pixel(5, 20));
        QCOMPARE(made.pixel(90, 20), right.pixel(90, 20));
        QVERIFY(left.pixel(90, 20) != right.pixel(90, 20));
        QVERIFY(panels.front().caption.contains("left") && panels.front().caption.contains("right"));
    }

    void panesAskForWhatNoFusionComputes()
    {
        const FusionChoice before = m_session->choice();
        m_session->setChoice({"laplacian"});
        m_session->fuse();
        QTRY_VERIFY(m_session->currentResult()->state == ResultState::Done);
        m_grid->setPreset(GridPreset::ResultAttribution); // of both results, and they themselves below
        ImagePane& laplacian = m_grid->pane(0);
        ImagePane& other = m_grid->pane(1);
        const auto isShown = [](const ImagePane& pane) { return !pane.picture().isEmpty(); };
        QVERIFY(laplacian.layer().first.kind == LayerKind::ResultAttribution);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(laplacian) && isShown(other), 60000);
        QVERIFY(cv::norm(laplacian.picture().values, other.picture().values, cv::NORM_INF) > 0);
        QCOMPARE(laplacian.caption(), QString::fromUtf8("Attribution of the result · from black"));
        QCOMPARE(other.caption(), QString::fromUtf8("Attribution of the result · UAAFusion · paper · from black"));
        QVERIFY(laplacian.displayedRange().low == -laplacian.displayedRange().high);
        m_session->setBaseline(Baseline::Visible);
        QTRY_VERIFY(!isShown(laplacian)); // another question
        QTRY_VERIFY_WITH_TIMEOUT(isShown(laplacian) && isShown(other), 60000);
        QVERIFY(laplacian.caption().endsWith("from visible"));
        // What is hidden is not asked for until it is shown.
        m_grid->setPaneCount(1);
        m_grid->pane(1).setLayer({{LayerKind::SegmentationVisible, -1, "laplacian"}, {}, false});
        QVERIFY(m_grid->pane(1).picture().missing == NoPicture::NotComputed);
        m_grid->setPaneCount(2);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(other), 60000);
        QCOMPARE(other.picture().classes->name(), std::string("street"));
        m_session->setBaseline(Baseline::Zero);
        m_session->setChoice(before);
    }

    void resultsOfAnotherModelAreMarked()
    {
        const auto isMarked = [](const ImagePane& pane) { return pane.caption().contains("other model"); };
        QVERIFY(!isMarked(m_grid->pane(2)));
        m_session->setModel("/somewhere/else.safetensors");
        QTRY_VERIFY(isMarked(m_grid->pane(2)));
        QVERIFY2(!isMarked(m_grid->pane(0)), "the infrared picture is no model's");
        m_session->setModel(bundledModelFile());
        QTRY_VERIFY(!isMarked(m_grid->pane(2)));
    }

private:
    SmallScenes m_scenes;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<CompareGrid> m_grid;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestCompareGrid)
#include "tst_compare_grid.moc"
