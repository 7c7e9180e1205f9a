// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a person uses it: by keyboard alone, in two languages, from one run to the next.
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/dialogs/figure_dialog.h"
#include "widgets/dialogs/preferences.h"
#include "widgets/panels/attribution_panel.h"
#include "widgets/panels/comparison_panel.h"
#include "widgets/panels/log_panel.h"
#include "widgets/panels/pairs_panel.h"
#include "widgets/panels/stages_panel.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/appearance.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/status_line.h"
#include "widgets/shell/workspace.h"
#include "widgets/shell/workspace_keeper.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QAbstractButton>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QUrl>

using namespace duoscope;

namespace {

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QSettings().clear();
        m_state = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup() { m_window.reset(); }

    void firstStartShowsTheSample()
    {
        QCOMPARE(m_window->session().pairs().size(), 3U);
        QCOMPARE(m_window->grid().paneCount(), 6);
        QTRY_VERIFY(m_window->session().currentTrace());
        QVERIFY(m_window->windowTitle().startsWith("Night"));
    }

    void theWholePathByKeyboard()
    {
        Session& session = m_window->session();
        key(Qt::Key_O, Qt::ControlModifier);
        type('"' + m_scenes.path("ir/scene0.png") + "\" \"" + m_scenes.path("vi/scene0.png") + '"', *m_window);
        QTRY_COMPARE(session.pair(session.currentPair())->name, "scene0");
        QTRY_VERIFY(session.currentTrace());
        key(Qt::Key_1); // to the first pane
        QCOMPARE(m_window->grid().currentIndex(), 0);
        key(Qt::Key_F9);
        QTRY_VERIFY_WITH_TIMEOUT(session.hasClassWeights() && !session.jobs().isBusy(), 60000);
        QCOMPARE(session.stage(), 5);
        key(Qt::Key_Left);
        QCOMPARE(session.stage(), 4);
        key(Qt::Key_Home);
        QCOMPARE(session.stage(), 0);
        key(Qt::Key_Right);
        QCOMPARE(session.stage(), 1);
        key(Qt::Key_End);
        // A class in the table, by arrows.
        QTableView& table = m_window->attribution().table();
        for (int i = 0; i < 20 && QApplication::focusWidget() != &table; ++i)
            key(Qt::Key_F6);
        QCOMPARE(QApplication::focusWidget(), &table);
        key(Qt::Key_Down);
        QTRY_VERIFY(session.selectedClass() >= 0);
        QCOMPARE(session.stage(), 5); // arrows in the table are the table's
        const QString figure = m_scenes.path("figure.png");
        key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = m_window->findChild<FigureDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isActiveWindow());
        for (int i = 0; i < 20 && !saveButton(*dialog)->hasFocus(); ++i)
            key(Qt::Key_Tab);
        QVERIFY(saveButton(*dialog)->hasFocus());
        key(Qt::Key_Space);
        type(figure, *dialog);
        QTRY_VERIFY(!QImage(figure).isNull());
        key(Qt::Key_Escape); // closes the dialog
        QTRY_VERIFY(!m_window->findChild<FigureDialog*>());
        m_window->activateWindow();
        QTRY_VERIFY(m_window->isActiveWindow());
        key(Qt::Key_1);
        key(Qt::Key_Escape);
        QCOMPARE(session.selectedClass(), -1);
        // Panes and comparisons.
        key(Qt::Key_3);
        QCOMPARE(m_window->grid().currentIndex(), 2);
        key(Qt::Key_C);
        QVERIFY(m_window->grid().mode() == ImagePane::Mode::Curtain);
        key(Qt::Key_D);
        QVERIFY(m_window->grid().mode() == ImagePane::Mode::Difference);
        key(Qt::Key_G);
        QVERIFY(m_window->grid().mode() == ImagePane::Mode::Alone);
        QWidget& canvas = m_window->grid().currentPane().canvas();
        QTest::keyPress(&canvas, Qt::Key_Space);
        QVERIFY(m_window->grid().mode() == ImagePane::Mode::Flipped);
        QTest::keyRelease(&canvas, Qt::Key_Space);
        QVERIFY(m_window->grid().mode() == ImagePane::Mode::Alone);
        key(Qt::Key_Z);
        QCOMPARE(m_window->grid().currentPane().canvas().zoom(), 1.0);
        // With one pane, numbers choose what it shows.
        m_window->grid().setPaneCount(1);
        key(Qt::Key_2);
        QCOMPARE(m_window->grid().shownPanes().size(), 1U);
        QVERIFY(m_window->grid().shownPanes().front() == &m_window->grid().pane(1));
        QVERIFY(m_window->grid().pane(1).isVisible() && !m_window->grid().pane(2).isVisible());
        key(Qt::Key_Up); // the pair before
        QCOMPARE(session.pair(session.currentPair())->name, "Fog");
        key(Qt::Key_Down);
        QCOMPARE(session.pair(session.currentPair())->name, "scene0");
        // Through all panels and back to the panes.
        QSet<QWidget*> seen;
        for (int i = 0; i < 20 && (i == 0 || !m_window->grid().isAncestorOf(QApplication::focusWidget())); ++i) {
            key(Qt::Key_F6);
            seen << QApplication::focusWidget();
        }
        QVERIFY2(seen.size() >= 8, qPrintable(QString::number(seen.size())));
    }

    void methodsAreComparedByKeyboard()
    {
        Session& session = m_window->session();
        while (!session.pairs().empty())
            session.removePair(session.pairs().back().id);
        const int first = m_scenes.addTo(session, 0), second = m_scenes.addTo(session, 1);
        const std::size_t methods = session.usableChoices().size();
        m_window->grid().currentPane().canvas().setFocus();
        key(Qt::Key_F9, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(session.resultKeys().size() == methods && !session.jobs().isBusy(), 60000);
        QVERIFY(session.pair(second)->results.empty());
        key(Qt::Key_F9, Qt::ControlModifier);
        QVERIFY(!session.jobs().isBusy()); // all have fused already
        key(Qt::Key_F9, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(session.pair(second)->results.size() == methods && !session.jobs().isBusy(), 60000);
        key(Qt::Key_N); // raises the comparison
        const QAbstractItemModel& list = *m_window->comparison().pairsView().model();
        QTRY_VERIFY_WITH_TIMEOUT(list.rowCount() == 2 && !list.index(1, 3).data().toString().isEmpty(), 60000);
        key(Qt::Key_N, Qt::ShiftModifier);
        const int upper = session.currentPair();
        key(Qt::Key_N);
        QCOMPARE(session.currentPair(), upper == first ? second : first);
        key(Qt::Key_D, Qt::ShiftModifier);
        QVERIFY(m_window->grid().pane(2).layer().minus);
    }

    void aPaneOfAnotherMethod()
    {
        Session& session = m_window->session();
        m_window->open({m_scenes.path("ir/scene0.png"), m_scenes.path("vi/scene0.png")});
        QTRY_COMPARE(session.pair(session.currentPair())->name, "scene0");
        session.fuse();
        QTRY_VERIFY_WITH_TIMEOUT(session.hasClassWeights() && !session.jobs().isBusy(), 60000);
        // Labels of a method that is not looked at, while the pair's own pictures are being read again.
        ImagePane& pane = m_window->grid().pane(0);
        pane.setLayer({{LayerKind::SegmentationFused, -1, "uaafusion/paper"}, {}, false});
        session.setChoice({"laplacian", "", 0});
        const int id = session.currentPair();
        session.setCurrentPair(session.pairs().front().id);
        session.setCurrentPair(id);
        QTRY_VERIFY(!pane.picture().isEmpty());
        QVERIFY(pane.caption().contains("UAAFusion"));
        QVERIFY(!pane.grab().isNull());
        session.setSelectedClass(3);
        QVERIFY(!pane.grab().isNull());
    }

    void flippingEndsWhateverHappens()
    {
        CompareGrid& grid = m_window->grid();
        grid.setMode(ImagePane::Mode::Curtain);
        QTest::keyPress(&grid.currentPane().canvas(), Qt::Key_Space);
        QVERIFY(grid.mode() == ImagePane::Mode::Flipped);
        QTest::keyRelease(m_window.get(), Qt::Key_Space); // the focus went elsewhere
        QVERIFY(grid.mode() == ImagePane::Mode::Curtain);
    }

    void aModelOpenedByHandStays()
    {
        m_window->session().setModel(m_scenes.infrared(0));
        Preferences preferences;
        preferences.theme = Preferences::Theme::Light;
        m_window->apply(preferences); // the first time, preferences count
        m_window->session().setModel(m_scenes.infrared(0));
        preferences.theme = Preferences::Theme::Dark;
        m_window->apply(preferences);
        QCOMPARE(m_window->session().model(), m_scenes.infrared(0));
    }

    void rangesAreLockedAndKept()
    {
        ImagePane& pane = m_window->grid().pane(0);
        QTRY_VERIFY(!pane.picture().isEmpty());
        pane.setRangeChoice({RangeChoice::Mode::MinMax, 1, 0, 1});
        const DisplayRange before = pane.displayedRange();
        pane.setRangeLocked(true);
        m_window->session().setCurrentPair(m_window->session().pairs()[1].id);
        QTRY_VERIFY(!pane.picture().isEmpty());
        QCOMPARE(pane.displayedRange().low, before.low);
        QCOMPARE(pane.displayedRange().high, before.high);
    }

    void anUnlinkedPaneStays()
    {
        CompareGrid& grid = m_window->grid();
        QTRY_VERIFY(!grid.pane(0).picture().isEmpty());
        grid.pane(1).setLinked(false);
        const double before = grid.pane(1).canvas().zoom();
        grid.pane(0).canvas().zoomAround(2, {10, 10});
        QCOMPARE(grid.pane(1).canvas().zoom(), before);
        grid.pane(1).setLinked(true);
        QCOMPARE(grid.pane(1).canvas().zoom(), grid.pane(0).canvas().zoom());
    }

    void languageSwitchesAtRunTime()
    {
        const QString english = m_window->menuBar()->actions().first()->text();
        Preferences preferences;
        preferences.language = "zh_CN";
        m_window->apply(preferences);
        QTRY_VERIFY(m_window->menuBar()->actions().first()->text() != english);
        QCOMPARE(m_window->actions().fuse->text(), QString::fromUtf8("融合"));
        preferences.language = "en";
        m_window->apply(preferences);
        QTRY_COMPARE(m_window->menuBar()->actions().first()->text(), english);
    }

    void docksDoNotOverlap()
    {
        Preferences preferences;
        for (const char* language : {"en", "zh_CN"}) {
            preferences.language = language;
            m_window->apply(preferences);
            for (const QSize size : {QSize(1024, 680), QSize(1400, 860), QSize(1440, 900), QSize(1920, 1080)}) {
                m_window->resize(size);
                m_window->resetLayout();
                QVector<QWidget*> parts{m_window->centralWidget()};
                for (QDockWidget* dock : m_window->findChildren<QDockWidget*>())
                    if (!dock->visibleRegion().isEmpty())
                        parts << dock;
                QVERIFY(parts.size() > 3);
                const auto none = [&parts] {
                    for (qsizetype i = 0; i < parts.size(); ++i)
                        for (qsizetype k = 0; k < i; ++k)
                            if (parts[i]->geometry().intersects(parts[k]->geometry()))
                                return false;
                    return true;
                };
                QTRY_VERIFY2(none(),
                             qPrintable(QString("%1 at %2 x %3").arg(language).arg(size.width()).arg(size.height())));
            }
        }
        preferences.language = "en";
        m_window->apply(preferences);
    }

    void theSessionComesBack()
    {
        m_window->open({m_scenes.path("ir"), m_scenes.path("vi")});
        m_window->open({QFileInfo(m_scenes.path("ir")).path()});
        Session& session = m_window->session();
        QTRY_COMPARE(session.pairs().size(), 5U);
        const auto pairs = session.pairs().size();
        QTRY_VERIFY(!session.quickJobs().isBusy());
        session.setChoice({"laplacian", "", 0});
        m_window->grid().setPaneCount(2);
        m_window->grid().pane(1).setLayer({{LayerKind::Fused, -1, {}}, LayerSource{LayerKind::Infrared, -1, {}}, true});
        m_window->grid().pane(0).setColourMap(ColourMapName::Iron);
        m_window->grid().pane(1).setRangeGroup(2);
        session.setThermalScale(ThermalScale{0.04, -100});
        const QString name = session.pair(session.currentPair())->name;
        const Layer layer = m_window->grid().pane(1).layer();
        QVERIFY(m_window->close());
        m_window.reset();
        open();
        QCOMPARE(m_window->session().pairs().size(), pairs);
        QCOMPARE(m_window->session().pair(m_window->session().currentPair())->name, name);
        QCOMPARE(m_window->session().choice().method, "laplacian");
        QCOMPARE(m_window->grid().paneCount(), 2);
        QVERIFY(m_window->grid().pane(1).layer() == layer);
        QVERIFY(m_window->grid().pane(0).colourMapChoice() == ColourMapName::Iron);
        QCOMPARE(m_window->grid().pane(1).rangeGroup(), 2);
        QVERIFY(m_window->session().thermalScale() == (ThermalScale{0.04, -100}));
    }

    void filesThatWentAreSaid()
    {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(m_scenes.path("ir/scene0.png"), folder.filePath("lost_ir.png")));
        QVERIFY(QFile::copy(m_scenes.path("vi/scene0.png"), folder.filePath("lost_vi.png")));
        Session& session = m_window->session();
        while (!session.pairs().empty())
            session.removePair(session.pairs().front().id);
        m_window->open({folder.filePath("lost_ir.png"), folder.filePath("lost_vi.png")});
        QTRY_COMPARE(session.pairs().size(), 1U);
        QVERIFY(m_window->close());
        folder.remove();
        m_window.reset();
        open();
        QVERIFY(m_window->log().text().contains("lost_ir.png"));
        QTRY_VERIFY(!m_window->session().pairs().front().error.isEmpty()); // not forgotten
        QCOMPARE(m_window->session().pairs().size(), 4U);                  // the samples, rather than nothing
    }

    void theSessionSurvivesACrash()
    {
        m_window->open({m_scenes.path("ir/scene0.png"), m_scenes.path("vi/scene0.png")});
        QTRY_COMPARE(m_window->session().pairs().size(), 4U);
        const QString file = m_state->filePath("session.duoscope");
        QTRY_VERIFY(QFile::exists(file));
        QTRY_COMPARE(readWorkspace(file).value("pairs").toArray().size(), 4);
        m_window.reset(); // without being closed, as when the process is killed
        open();
        QCOMPARE(m_window->session().pairs().size(), 4U);
        QVERIFY(m_window->log().text().contains("did not end as it should"));
        // A file that is damaged is said, and kept aside.
        QVERIFY(m_window->close());
        m_window.reset();
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{ \"program\": ");
        damaged.close();
        open();
        QVERIFY(m_window->log().text().contains("damaged"));
        QVERIFY(QFile::exists(file + ".damaged"));
        QCOMPARE(m_window->session().pairs().size(), 3U);
    }

    void workspacesThatMoved()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("data/ir") && QDir(folder.path()).mkpath("data/vi"));
        for (const char* name : {"ir/scene0.png", "vi/scene0.png", "ir/scene1.png", "vi/scene1.png"})
            QVERIFY(QFile::copy(m_scenes.path(name), folder.filePath(QString("data/") + name)));
        Session& session = m_window->session();
        while (!session.pairs().empty())
            session.removePair(session.pairs().front().id);
        m_window->open({folder.filePath("data")});
        QTRY_COMPARE(session.pairs().size(), 2U);
        QTRY_VERIFY(session.currentTrace());
        m_window->grid().view().addPin({0.25, 0.5});
        QTemporaryDir elsewhere;
        const QString file = elsewhere.filePath("two.duoscope");
        QVERIFY(m_window->workspaces().save(file));
        QVERIFY(QDir().rename(folder.filePath("data"), folder.filePath("moved")));
        m_window->grid().view().clearPins();
        m_window->open({file});
        QMessageBox* question = nullptr;
        QTRY_VERIFY((question = m_window->findChild<QMessageBox*>("missingFiles")));
        QTRY_VERIFY(question->isActiveWindow());
        QTest::keyClick(question, Qt::Key_Return); // locate is the default
        type(folder.filePath("moved/ir/scene0.png"), *m_window);
        QTRY_COMPARE(m_window->grid().view().pins().size(), 1U);
        QCOMPARE(session.pairs().size(), 2U);
        for (const PairEntry& pair : session.pairs()) {
            QVERIFY(std::filesystem::exists(pair.infrared));
            QVERIFY(std::filesystem::exists(pair.visible));
        }
        QTRY_VERIFY(session.currentTrace());
    }

    void droppedFoldersOpen()
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QFileInfo(m_scenes.path("ir")).path())});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
        QTRY_COMPARE(m_window->session().pairs().size(), 5U);
    }

    void failuresAreSentencesInTheWindow()
    {
        QTRY_VERIFY(!m_window->grid().pane(0).picture().isEmpty());
        QVERIFY(!m_window->saveFigure("/nowhere/figure.png", {}));
        QVERIFY(m_window->status().sentence().contains("/nowhere/figure.png"));
        QVERIFY(m_window->log().text().contains("/nowhere/figure.png"));
        m_window->open({"/nowhere/at/all"});
        QTRY_VERIFY(m_window->log().text().contains("/nowhere/at/all"));
    }

    void closingWhileFusing()
    {
        QTRY_VERIFY(m_window->session().currentTrace());
        QSignalSpy started(&m_window->session().jobs(), &JobQueue::started);
        m_window->actions().fuse->trigger();
        QVERIFY(started.wait());
        QVERIFY(m_window->close());
        m_window.reset();
    }

    void everythingInteractiveHasAName()
    {
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            const bool interactive = qobject_cast<QAbstractButton*>(widget) ||
                                     qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QAbstractSlider*>(widget);
            if (!interactive || widget->objectName().startsWith("qt_") || widget->inherits("QLineEditIconButton") ||
                widget->inherits("QHeaderView") || !widget->isVisibleTo(m_window.get()))
                continue;
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named || qobject_cast<QScrollBar*>(widget), qPrintable(describe(widget)));
        }
    }

private:
    void open()
    {
        m_window = std::make_unique<MainWindow>(bundledModelFile(), sourceResources(), m_state->path());
        m_window->resize(1400, 900);
        m_window->restore();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
    }

    /// To whatever has the focus, as a keyboard does.
    /// Into the file dialog that the window is about to open, with Enter at the end.
    void type(const QString& files, QWidget& window)
    {
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = QApplication::activeWindow() ? qobject_cast<QFileDialog*>(QApplication::activeWindow())
                                                           : nullptr));
        auto* line = dialog->findChild<QLineEdit*>();
        QVERIFY(line->hasFocus());
        line->selectAll();
        QTest::keyClicks(line, files);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(QApplication::activeWindow() != dialog);
        window.activateWindow(); // this platform has nobody who would do it
        QTRY_VERIFY(window.isActiveWindow());
    }

    static QPushButton* saveButton(const FigureDialog& dialog)
    {
        return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : m_window.get(), key, modifiers);
    }

    static QString describe(const QWidget* widget)
    {
        QString text;
        for (const QWidget* up = widget; up; up = up->parentWidget())
            text += QString(" < %1 \"%2\"").arg(up->metaObject()->className(), up->objectName());
        return "no accessible name:" + text;
    }

    SmallScenes m_scenes;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
