// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include "core/base/error.h"
#include "core/fusion/device_probe.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/diagnosis/crash_notice.h"
#include "widgets/diagnosis/diagnostics.h"
#include "widgets/diagnosis/log_file.h"
#include "widgets/dialogs/about_dialog.h"
#include "widgets/dialogs/batch_dialog.h"
#include "widgets/dialogs/figure_dialog.h"
#include "widgets/dialogs/model_information_dialog.h"
#include "widgets/dialogs/preferences_dialog.h"
#include "widgets/dialogs/report_dialog.h"
#include "widgets/dialogs/shortcuts_dialog.h"
#include "widgets/dialogs/text_dialog.h"
#include "widgets/dialogs/thermal_dialog.h"
#include "widgets/help/help_window.h"
#include "widgets/models/measured_results.h"
#include "widgets/models/metric_store.h"
#include "widgets/panels/agreement_panel.h"
#include "widgets/panels/attribution_panel.h"
#include "widgets/panels/comparison_panel.h"
#include "widgets/panels/first_steps_panel.h"
#include "widgets/panels/histogram_panel.h"
#include "widgets/panels/log_panel.h"
#include "widgets/panels/metrics_panel.h"
#include "widgets/panels/open_paths.h"
#include "widgets/panels/pairs_panel.h"
#include "widgets/panels/probe_panel.h"
#include "widgets/panels/profile_panel.h"
#include "widgets/panels/stages_panel.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/appearance.h"
#include "widgets/shell/dock.h"
#include "widgets/shell/fusion_bar.h"
#include "widgets/shell/status_line.h"
#include "widgets/shell/workspace.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>
#include <QTableView>
#include <QTextEdit>
#include <QToolBar>
#include <QToolButton>

#include <spdlog/spdlog.h>

#include <utility>

namespace duoscope {
namespace {

constexpr int kAutosaveMilliseconds = 1000; ///< changes that come together are saved together
constexpr int kLayoutVersion = 3;           ///< raised when docks change, so that old layouts are not restored
constexpr int kLongestRecent = 10;

constexpr int kLogLinesShown = 2000;
constexpr const char* kHelpPage = "helpPage"; ///< property of what F1 has a page on

/// @param page  of the help; empty: that of the window
template <class Widget>
void showDialog(QWidget* parent, Widget* dialog, const char* page = "")
{
    if (*page)
        dialog->setProperty(kHelpPage, page);
    dialog->setParent(parent, dialog->windowFlags());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace

MainWindow::MainWindow(const std::filesystem::path& bundledModel, const std::filesystem::path& resources,
                       const QString& stateFolder)
    : m_bundledModel(bundledModel), m_sessionFile(QDir(stateFolder).filePath("session.duoscope")),
      m_session(std::make_unique<Session>(bundledModel, resources))
{
    QDir().mkpath(stateFolder);
    m_autosave.setSingleShot(true);
    m_autosave.setInterval(kAutosaveMilliseconds);
    setMinimumSize(1024, 680);
    setAcceptDrops(true);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::South);

    m_actions = new Actions(this);
    m_metricStore = new MetricStore(m_session->quickJobs(), this);
    m_grid = new CompareGrid(*m_session, this);
    setCentralWidget(m_grid);
    m_grid->setProperty(kHelpPage, "panes");
    m_pairs = new PairsPanel(*m_session, this);
    m_attribution = new AttributionPanel(*m_session, *m_metricStore, this);
    m_probe = new ProbePanel(*m_session, m_grid->view(), this);
    m_stages = new StagesPanel(*m_session, *m_metricStore, this);
    m_results = new MeasuredResults(*m_session, *m_metricStore, this);
    m_metrics = new MetricsPanel(*m_session, *m_metricStore, *m_results, this);
    m_comparison = new ComparisonPanel(*m_session, *m_results, *m_grid, this);
    m_agreement = new AgreementPanel(*m_session, this);
    m_histogram = new HistogramPanel(*m_session, this);
    m_profile = new ProfilePanel(*m_session, m_grid->view(), this);
    m_log = new LogPanel(this);
    m_notes = new QPlainTextEdit(this);
    m_notes->setFrameShape(QFrame::NoFrame);
    m_notes->setTabChangesFocus(true);
    m_firstSteps = new FirstStepsPanel(*m_session, *m_grid, this);
    makeDocks();
    makeToolBar();
    m_status = new StatusLine(*m_session, m_grid->view(), this);
    statusBar()->addPermanentWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    makeMenus();
    connectActions();
    connectSession();
    ShortcutsDialog::applySavedShortcuts(withKeys());
    qApp->installEventFilter(this);
    retranslate();
    resetLayout();
    updateActions();
}

MainWindow::~MainWindow()
{
    hide(); // views ask their models for sizes once more
    qApp->removeEventFilter(this);
    delete m_batch; // stops its batch, which can be resumed
    // Whatever still runs must not reach panels that are gone.
    m_session->stop();
    m_session->disconnect();
    m_session.release()->setParent(this); // the last of the children, for the others look at it until they are gone
}

Dock* MainWindow::addDock(const QString& objectName, QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new Dock(objectName, content, this);
    dock->setProperty(kHelpPage, objectName);
    addDockWidget(area, dock);
    m_docks.push_back(dock);
    return dock;
}

void MainWindow::makeDocks()
{
    addDock("pairs", m_pairs, Qt::LeftDockWidgetArea);
    addDock("attribution", m_attribution, Qt::RightDockWidgetArea);
    addDock("firstSteps", m_firstSteps, Qt::RightDockWidgetArea);
    addDock("comparison", m_comparison, Qt::RightDockWidgetArea);
    addDock("probe", m_probe, Qt::RightDockWidgetArea);
    addDock("stages", m_stages, Qt::BottomDockWidgetArea);
    addDock("metrics", m_metrics, Qt::BottomDockWidgetArea);
    addDock("agreement", m_agreement, Qt::BottomDockWidgetArea);
    addDock("histogram", m_histogram, Qt::BottomDockWidgetArea);
    addDock("profile", m_profile, Qt::BottomDockWidgetArea);
    addDock("notes", m_notes, Qt::BottomDockWidgetArea);
    addDock("log", m_log, Qt::BottomDockWidgetArea);
}

void MainWindow::resetLayout()
{
    const auto dock = [this](const char* name) { return findChild<Dock*>(name); };
    for (Dock* each : m_docks) {
        each->setFloating(false);
        each->show();
    }
    addDockWidget(Qt::LeftDockWidgetArea, dock("pairs"));
    addDockWidget(Qt::RightDockWidgetArea, dock("attribution"));
    addDockWidget(Qt::RightDockWidgetArea, dock("comparison"));
    addDockWidget(Qt::RightDockWidgetArea, dock("firstSteps"));
    for (const char* name : {"comparison", "firstSteps"})
        tabifyDockWidget(dock("attribution"), dock(name));
    addDockWidget(Qt::RightDockWidgetArea, dock("probe"));
    addDockWidget(Qt::BottomDockWidgetArea, dock("stages"));
    addDockWidget(Qt::BottomDockWidgetArea, dock("metrics"));
    if (isSmall()) {
        tabifyDockWidget(dock("attribution"), dock("probe"));
        tabifyDockWidget(dock("stages"), dock("metrics"));
    } else {
        splitDockWidget(dock("stages"), dock("metrics"), Qt::Horizontal);
        resizeDocks({dock("stages"), dock("metrics")}, {width() / 2, width() / 2}, Qt::Horizontal);
        resizeDocks({dock("attribution"), dock("probe")}, {height() * 58 / 100, height() * 34 / 100}, Qt::Vertical);
    }
    for (const char* name : {"agreement", "histogram", "profile", "notes", "log"})
        tabifyDockWidget(dock("metrics"), dock(name));
    dock("attribution")->raise();
    dock(isSmall() ? "stages" : "metrics")->raise();
    resizeDocks({dock("pairs"), dock("attribution")}, {isSmall() ? 176 : 216, isSmall() ? 340 : 372}, Qt::Horizontal);
    resizeDocks({dock("stages")}, {isSmall() ? 150 : std::max(200, height() * 28 / 100)}, Qt::Vertical);
    makeRoom();
}

bool MainWindow::isSmall() const { return width() < 1400 || height() < 860; }

void MainWindow::makeRoom()
{
    m_fusionBar->setWordsShown(width() >= 1360);
    for (QAction* action : {m_pairs->openFilesAction(), m_actions->grid, m_actions->curtain, m_actions->blink,
                            m_actions->difference, m_actions->batch, m_actions->report})
        if (auto* button = qobject_cast<QToolButton*>(m_toolBar->widgetForAction(action)))
            button->setToolButtonStyle(width() >= 1500 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_stages->setCurvesVisible(!isSmall());
}

void MainWindow::raiseDock(const QString& objectName)
{
    if (auto* dock = findChild<Dock*>(objectName)) {
        dock->show();
        dock->raise();
    }
}

void MainWindow::makeToolBar()
{
    m_toolBar = addToolBar(QString());
    m_toolBar->setObjectName("toolBar");
    m_toolBar->setMovable(false);
    m_toolBar->setIconSize({16, 16});
    m_toolBar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_toolBar->addAction(m_pairs->openFilesAction());
    m_toolBar->addSeparator();
    m_fusionBar = new FusionBar(*m_session, *m_actions->fuse, *m_actions->stop, m_toolBar);
    m_toolBar->addWidget(m_fusionBar);
    m_toolBar->addSeparator();
    for (QAction* action : {m_actions->grid, m_actions->curtain, m_actions->blink, m_actions->difference})
        m_toolBar->addAction(action);
    m_toolBar->addSeparator();
    for (QAction* layout : m_actions->layouts)
        m_toolBar->addAction(layout);
    m_toolBar->addSeparator();
    m_toolBar->addAction(m_actions->link);
    m_zoom = new QComboBox(m_toolBar);
    m_zoom->setEditable(true);
    m_zoom->setInsertPolicy(QComboBox::NoInsert);
    m_zoom->setMinimumWidth(fontMetrics().horizontalAdvance("Fill · 100 %") + 40);
    m_toolBar->addWidget(m_zoom);
    auto* space = new QWidget(m_toolBar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(space);
    m_toolBar->addActions({m_actions->batch, m_actions->report});
    m_toolBar->setMinimumHeight(sizes::kToolbar);
    connect(m_zoom, &QComboBox::textActivated, this, &MainWindow::chooseZoom);
    // The box activates its own items only; what is typed is read here.
    connect(m_zoom->lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (const QString text = m_zoom->currentText(); m_zoom->findText(text) < 0)
            chooseZoom(text);
    });
}

void MainWindow::makeMenus()
{
    const auto menu = [this] {
        m_menus << menuBar()->addMenu(QString());
        return m_menus.back();
    };
    QMenu* file = menu();
    file->addAction(m_pairs->openFilesAction());
    file->addAction(m_pairs->openFolderAction());
    file->addMenu(m_pairs->openDatasetMenu());
    m_recent = file->addMenu(QString());
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    file->addAction(m_actions->openModel);
    m_otherMethods = file->addMenu(QString());
    connect(m_otherMethods, &QMenu::aboutToShow, this, &MainWindow::fillOtherMethodsMenu);
    file->addSeparator();
    file->addActions({m_actions->saveWorkspace, m_actions->saveWorkspaceAs});
    file->addSeparator();
    file->addActions({m_actions->saveFigure, m_actions->report});
    file->addSeparator();
    file->addAction(m_actions->quit);

    QMenu* edit = menu();
    edit->addAction(m_actions->copy);
    edit->addAction(m_pairs->removeAction());
    edit->addSeparator();
    edit->addAction(m_actions->preferences);

    QMenu* view = menu();
    view->addActions({m_actions->fit, m_actions->fill, m_actions->actualSize, m_actions->zoomIn, m_actions->zoomOut});
    view->addSeparator();
    view->addActions(
        {m_actions->link, m_actions->lockRange, m_actions->oneRange, m_actions->pin, m_actions->clearPins});
    view->addSeparator();
    for (QAction* layout : m_actions->layouts)
        view->addAction(layout);
    view->addSeparator();
    for (QAction* preset : m_actions->presets)
        view->addAction(preset);

    QMenu* compare = menu();
    compare->addActions({m_actions->grid, m_actions->curtain, m_actions->blink, m_actions->difference});
    compare->addSeparator();
    compare->addActions({m_actions->caseBack, m_actions->caseOn, m_actions->showDifference});
    compare->addSeparator();
    for (QAction* pane : m_actions->focusPanes)
        compare->addAction(pane);

    QMenu* run = menu();
    run->addActions({m_actions->fuse, m_actions->fuseAll, m_actions->fuseMethods, m_actions->fuseAllMethods,
                     m_actions->stop, m_actions->clear});
    run->addSeparator();
    run->addAction(m_actions->batch);

    QMenu* analyse = menu();
    analyse->addActions(
        {m_actions->firstStage, m_actions->stageBack, m_actions->stageOn, m_actions->lastStage, m_actions->play});
    analyse->addSeparator();
    for (QAction* baseline : m_actions->baselines)
        analyse->addAction(baseline);
    analyse->addSeparator();
    analyse->addActions({m_actions->pairBack, m_actions->pairOn, m_actions->histogram, m_actions->thermalScale});

    QMenu* window = menu();
    for (Dock* dock : m_docks) {
        window->addAction(dock->toggleViewAction());
        connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock](bool shown) {
            if (shown)
                dock->raise();
        });
    }
    window->addSeparator();
    window->addActions({m_actions->nextPanel, m_actions->previousPanel, m_actions->resetLayout});

    QMenu* help = menu();
    help->addActions({m_actions->help, m_actions->firstSteps, m_actions->shortcuts, m_actions->modelInformation});
    help->addSeparator();
    help->addActions({m_actions->copyDiagnostics, m_actions->showLog});
    help->addSeparator();
    help->addAction(m_actions->about);
}

void MainWindow::connectActions()
{
    Actions& a = *m_actions;
    const auto on = [this](QAction* action, auto function) { connect(action, &QAction::triggered, this, function); };
    // Arrows belong to whatever has the focus; they step stages and pairs where the panes have it.
    for (QAction* action : {a.firstStage, a.stageBack, a.stageOn, a.lastStage, a.pairBack, a.pairOn}) {
        removeAction(action);
        m_grid->addAction(action);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    }
    on(a.openModel, [this] {
        auto* dialog = new QFileDialog(this, tr("Open model"), {}, tr("Models (*.safetensors)"));
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { open({file}); });
        showDialog(this, dialog);
    });
    on(a.addResults, [this] {
        auto* dialog = new QFileDialog(this, tr("Folder of fused images, or of such folders"));
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::addMethods);
        showDialog(this, dialog);
    });
    on(a.addModule, [this] {
        auto* dialog = new QFileDialog(this, tr("Manifest of a TorchScript module"), {}, tr("Manifests (*.json)"));
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::addMethods);
        showDialog(this, dialog);
    });
    on(a.nextPanel, [this] { stepPanel(1); });
    on(a.previousPanel, [this] { stepPanel(-1); });
    const auto saveAs = [this] {
        auto* dialog = new QFileDialog(this, tr("Save workspace"), m_workspaceFile, tr("Workspaces (*.duoscope)"));
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix("duoscope");
        connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::saveWorkspace);
        showDialog(this, dialog);
    };
    on(a.saveWorkspaceAs, saveAs);
    on(a.saveWorkspace, [this, saveAs] {
        if (m_workspaceFile.isEmpty())
            saveAs();
        else
            saveWorkspace(m_workspaceFile);
    });
    on(a.saveFigure, [this] {
        auto* dialog = new FigureDialog(*m_grid, this);
        connect(dialog, &FigureDialog::saveAsked, this, &MainWindow::saveFigure);
        showDialog(this, dialog, "figures");
    });
    on(a.report, [this] {
        auto* dialog = new ReportDialog(*m_session, this);
        connect(dialog, &ReportDialog::done, this,
                [this](const QString& sentence, const QStringList& files) { say(sentence, files.isEmpty()); });
        showDialog(this, dialog, "reports");
    });
    on(a.quit, [this] { close(); });
    on(a.copy, [this] {
        if (!m_grid->currentPane().picture().isEmpty())
            QApplication::clipboard()->setImage(m_grid->currentPane().coloured());
    });
    on(a.preferences, [this] {
        auto* dialog = new PreferencesDialog(this);
        connect(dialog, &PreferencesDialog::changed, this, &MainWindow::apply);
        showDialog(this, dialog, "preferences");
    });
    on(a.fuse, [this] { m_session->fuse(); });
    on(a.fuseAll, [this] {
        for (const PairEntry& pair : m_session->pairs())
            m_session->fusePair(pair.id);
    });
    on(a.fuseMethods, [this] { fuseWithAllMethods(false); });
    on(a.fuseAllMethods, [this] { fuseWithAllMethods(true); });
    connect(m_comparison, &ComparisonPanel::fuseMethodsAsked, a.fuseMethods, &QAction::trigger);
    connect(m_comparison, &ComparisonPanel::fuseAllMethodsAsked, a.fuseAllMethods, &QAction::trigger);
    connect(m_comparison, &ComparisonPanel::message, this, [this](const QString& sentence) { say(sentence, false); });
    on(a.batch, [this] {
        batch().show();
        batch().raise();
        batch().activateWindow();
    });
    on(a.stop, [this] { m_session->stop(); });
    on(a.clear, [this] {
        if (m_session->selectedClass() >= 0)
            m_session->setSelectedClass(-1);
        else if (m_grid->mode() != ImagePane::Mode::Alone || m_grid->isBlinking())
            m_actions->grid->trigger();
        else
            m_session->stop();
    });

    const auto view = [this]() -> ViewState& { return *m_grid->currentPane().canvas().view(); };
    on(a.fit, [view] { view().setFit(ViewState::Fit::Inside); });
    on(a.fill, [view] { view().setFit(ViewState::Fit::Fill); });
    on(a.actualSize, [this] { chooseZoom("100"); });
    const auto zoom = [this](double factor) {
        PictureCanvas& canvas = m_grid->currentPane().canvas();
        canvas.zoomAround(factor, QPointF(canvas.width() / 2.0, canvas.height() / 2.0));
    };
    on(a.zoomIn, [zoom] { zoom(1.25); });
    on(a.zoomOut, [zoom] { zoom(0.8); });
    on(a.link, [this] { m_grid->currentPane().setLinked(!m_grid->currentPane().isLinked()); });
    on(a.oneRange, [this] { m_grid->setOneRange(!m_grid->isOneRange()); });
    on(a.lockRange, [this] { m_grid->currentPane().setRangeLocked(!m_grid->currentPane().isRangeLocked()); });
    on(a.pin, [this] {
        if (const auto cursor = m_grid->currentPane().canvas().view()->cursor())
            m_grid->view().addPin(*cursor);
    });
    on(a.clearPins, [this] { m_grid->view().clearPins(); });
    for (QAction* layout : a.layouts)
        on(layout, [this, layout] {
            m_grid->setPaneCount(layout->data().toInt());
            updateActions();
        });
    for (std::size_t i = 0; i < a.presets.size(); ++i)
        on(a.presets[i], [this, i] {
            m_grid->setPreset(static_cast<GridPreset>(i));
            updateActions();
        });
    for (std::size_t i = 0; i < a.focusPanes.size(); ++i)
        on(a.focusPanes[i], [this, i] {
            m_grid->setCurrentIndex(static_cast<int>(i));
            m_grid->currentPane().canvas().setFocus(Qt::ShortcutFocusReason);
        });
    const auto mode = [this](ImagePane::Mode wanted) {
        m_grid->setBlinking(false);
        m_grid->setMode(m_grid->mode() == wanted ? ImagePane::Mode::Alone : wanted);
        updateActions();
    };
    on(a.grid, [mode] { mode(ImagePane::Mode::Alone); });
    on(a.curtain, [mode] { mode(ImagePane::Mode::Curtain); });
    on(a.difference, [mode] { mode(ImagePane::Mode::Difference); });
    on(a.blink, [this] {
        m_grid->setBlinking(!m_grid->isBlinking());
        updateActions();
    });
    on(a.firstStage, [this] { m_session->setStage(0); });
    on(a.stageBack, [this] { m_session->setStage(m_session->stage() - 1); });
    on(a.stageOn, [this] { m_session->setStage(m_session->stage() + 1); });
    on(a.lastStage, [this] { m_session->setStage(m_session->lastStage()); });
    on(a.play, [this] { m_stages->setPlaying(!m_stages->isPlaying()); });
    on(a.pairBack, [this] { stepPair(-1); });
    on(a.pairOn, [this] { stepPair(1); });
    const auto compared = [this](auto function) {
        raiseDock("comparison"); // only what is seen is kept up to date
        m_results->update();
        function();
    };
    on(a.caseBack, [this, compared] { compared([this] { m_comparison->step(-1); }); });
    on(a.caseOn, [this, compared] { compared([this] { m_comparison->step(1); }); });
    on(a.showDifference, [this, compared] { compared([this] { m_comparison->showDifference(); }); });
    on(a.histogram, [this] {
        m_histogram->setLayer(m_grid->currentPane().layer());
        raiseDock("histogram");
    });
    for (QAction* baseline : a.baselines)
        on(baseline, [this, baseline] {
            m_session->setBaseline(static_cast<Baseline>(baseline->data().toInt()));
            updateActions(); // it stays checked where it was
        });
    on(a.thermalScale, [this] { showDialog(this, new ThermalDialog(*m_session, this), "preferences"); });
    on(a.resetLayout, [this] { resetLayout(); });
    on(a.help, [this] { showHelp(); });
    on(a.copyDiagnostics, [this] { copyDiagnostics({}); });
    on(a.showLog, [this] {
        const QString lines = lastLines(m_logFile, kLogLinesShown).join('\n');
        showDialog(this, new TextDialog(m_logFile.isEmpty() ? tr("Log") : m_logFile, lines, this), "log");
    });
    on(a.firstSteps, [this] { raiseDock("firstSteps"); });
    on(a.shortcuts, [this] { showDialog(this, new ShortcutsDialog(withKeys(), this), "shortcuts"); });
    on(a.modelInformation, [this] { showDialog(this, new ModelInformationDialog(*m_session, this), "model"); });
    on(a.about, [this] { showDialog(this, new AboutDialog(this)); });
    connect(m_firstSteps, &FirstStepsPanel::shortcutsAsked, a.shortcuts, &QAction::trigger);
    connect(m_firstSteps, &FirstStepsPanel::closeAsked, this, [this] {
        findChild<Dock*>("firstSteps")->hide();
        raiseDock("attribution");
    });
}

void MainWindow::connectSession()
{
    Session& session = *m_session;
    connect(&session, &Session::failed, this, [this](const QString& sentence) { say(sentence, true); });
    connect(&session, &Session::message, this, [this](const QString& sentence) { say(sentence, false); });
    connect(&session, &Session::currentPairChanged, this, &MainWindow::updateTitle);
    connect(&session, &Session::choiceChanged, this, &MainWindow::updateTitle);
    connect(&session, &Session::modelChanged, this, [this] {
        const std::filesystem::path model = m_session->modelOf(m_session->choice().method);
        say(tr("The next fusion uses the model %1")
                .arg(toQString((model.empty() ? m_session->model() : model).filename())),
            false);
    });
    connect(&session, &Session::currentPairChanged, this, &MainWindow::updateActions);
    connect(&session, &Session::baselineChanged, this, &MainWindow::updateActions);
    connect(&session, &Session::pairChanged, this, &MainWindow::updateActions);
    connect(&session.jobs(), &JobQueue::started, this, &MainWindow::updateActions);
    connect(&session.jobs(), &JobQueue::idle, this, &MainWindow::updateActions);
    connect(m_grid, &CompareGrid::fuseAsked, m_actions->fuse, &QAction::trigger);
    connect(m_grid, &CompareGrid::currentChanged, this, &MainWindow::updateActions);
    connect(m_grid, &CompareGrid::modeChanged, this, &MainWindow::updateActions);
    connect(m_grid, &CompareGrid::layersChanged, this, &MainWindow::updateProfile);
    connect(&m_grid->view(), &ViewState::viewChanged, this, &MainWindow::updateZoomText);
    connect(&session, &Session::traceChanged, this, &MainWindow::updateZoomText);
    connect(m_pairs, &PairsPanel::opened, this, &MainWindow::report);
    connect(m_pairs, &PairsPanel::pathsOpened, this, &MainWindow::remember);
    connect(m_metrics, &MetricsPanel::conventionChanged, m_stages, &StagesPanel::setConvention);
    m_stages->setConvention(m_metrics->convention());
    updateProfile();

    // Whatever a workspace holds is saved soon after it changed.
    connect(&m_autosave, &QTimer::timeout, this, &MainWindow::autosave);
    const auto soon = [this] {
        if (!m_autosave.isActive())
            m_autosave.start();
    };
    for (const auto signal :
         {&Session::currentPairChanged, &Session::choiceChanged, &Session::stageChanged, &Session::selectedClassChanged,
          &Session::modelChanged, &Session::thermalScaleChanged, &Session::baselineChanged})
        connect(&session, signal, this, soon);
    for (const auto signal : {&Session::pairAdded, &Session::pairRemoved, &Session::pairChanged})
        connect(&session, signal, this, soon);
    for (const auto signal : {&CompareGrid::currentChanged, &CompareGrid::layersChanged})
        connect(m_grid, signal, this, soon);
    for (const auto signal : {&ViewState::viewChanged, &ViewState::pinsChanged, &ViewState::lineChanged})
        connect(&m_grid->view(), signal, this, soon);
    connect(m_notes, &QPlainTextEdit::textChanged, this, soon);
}

void MainWindow::say(const QString& sentence, bool failure)
{
    m_status->say(sentence, failure);
    m_log->add(sentence, failure);
    spdlog::info("{}{}", failure ? "failed: " : "", sentence.toStdString());
}

HelpWindow& MainWindow::help()
{
    if (!m_help) {
        m_help = new HelpWindow(withKeys(), this);
        m_help->setLanguage(currentLanguage());
    }
    return *m_help;
}

void MainWindow::showHelp(const QString& page)
{
    QString wanted = page;
    const QWidget* window = QApplication::activeWindow();
    const QWidget* focus = QApplication::focusWidget();
    for (const QWidget* widget = focus && focus->window() == window ? focus : window; widget && wanted.isEmpty();
         widget = widget->parentWidget())
        wanted = widget->property(kHelpPage).toString();
    if (wanted.isEmpty() && m_help && m_help->isActiveWindow())
        wanted = "help";
    help().open(wanted.isEmpty() ? "panes" : wanted);
}

void MainWindow::copyDiagnostics(const QString& before)
{
    QApplication::clipboard()->setText(before + diagnosticsText(*m_session, *this, currentLanguage(), m_logFile));
    say(tr("Diagnostics copied; paste them where you report the problem"), false);
}

void MainWindow::tellOfCrash(const QString& trace)
{
    auto* notice = new CrashNotice(trace, this);
    connect(notice, &CrashNotice::copyAsked, this, [this, notice] { copyDiagnostics(notice->trace() + '\n'); });
    addToolBarBreak();
    addToolBar(notice);
    notice->show(); // also in a window that is shown already
}

void MainWindow::report(const OpenResult& result)
{
    if (!result.workspace.isEmpty())
        openWorkspace(result.workspace);
    for (const QString& note : result.notes)
        m_log->add(note);
    for (const QString& problem : result.problems)
        m_log->add(problem, true);
    if (result.problems.size() == 1)
        m_status->say(result.problems.first(), true);
    else if (result.problems.size() > 1)
        m_status->say(tr("%1 things could not be opened; Log has the reasons").arg(result.problems.size()), true);
    else if (result.added > 0)
        m_status->say(result.added == 1 ? tr("One pair opened") : tr("%1 pairs opened").arg(result.added), false);
}

BatchDialog& MainWindow::batch()
{
    if (!m_batch) {
        m_batch = new BatchDialog(*m_session, this);
        m_batch->setProperty(kHelpPage, "batch");
        connect(m_batch, &BatchDialog::message, this, &MainWindow::say);
        connect(m_batch, &BatchDialog::openPair, this,
                [this](const QString& infrared, const QString& visible, const QString& name) {
                    m_session->setCurrentPair(m_session->addPair(toPath(infrared), toPath(visible), tr("Batch"), name));
                });
    }
    return *m_batch;
}

void MainWindow::open(const QStringList& paths)
{
    QStringList pictures;
    for (const QString& path : paths) {
        if (path.endsWith(".json", Qt::CaseInsensitive) && QFileInfo(path).isFile())
            addMethods(path);
        else
            pictures << path;
    }
    if (!pictures.isEmpty())
        m_pairs->open(pictures);
}

void MainWindow::addMethods(const QString& source)
{
    try {
        m_session->addExternalMethods(toPath(source));
        QStringList names;
        for (const FusionChoice& method : m_session->externalMethods())
            names << toQString(method.method);
        say(tr("Methods of other programs: %1").arg(names.join(", ")), false);
    } catch (const Error& problem) {
        say(problem.what(), true);
    }
}

void MainWindow::fillOtherMethodsMenu()
{
    m_otherMethods->clear();
    m_otherMethods->addActions({m_actions->addResults, m_actions->addModule});
    if (!m_session->externalMethods().empty())
        m_otherMethods->addSeparator();
    for (const FusionChoice& method : m_session->externalMethods()) {
        QAction* action = m_otherMethods->addAction(tr("Remove %1").arg(toQString(method.method)));
        connect(action, &QAction::triggered, this,
                [this, name = method.method] { m_session->removeExternalMethod(name); });
    }
}

void MainWindow::remember(const QStringList& paths)
{
    QSettings settings;
    QStringList recent = settings.value("recent").toStringList();
    QStringList whole;
    for (const QString& path : paths)
        whole << QFileInfo(path).absoluteFilePath();
    const QString entry = whole.join('\n');
    recent.removeAll(entry);
    recent.prepend(entry);
    settings.setValue("recent", recent.mid(0, kLongestRecent));
}

void MainWindow::fillRecentMenu()
{
    m_recent->clear();
    for (const QString& entry : QSettings().value("recent").toStringList()) {
        const QStringList paths = entry.split('\n');
        QAction* action = m_recent->addAction(paths.size() == 1 ? paths[0] : paths[0] + QString::fromUtf8(" …"));
        connect(action, &QAction::triggered, this, [this, paths] { open(paths); });
    }
    if (m_recent->isEmpty())
        m_recent->addAction(tr("Nothing yet"))->setEnabled(false);
}

void MainWindow::stepPair(int step)
{
    const auto& pairs = m_session->pairs();
    for (std::size_t i = 0; i < pairs.size(); ++i)
        if (pairs[i].id == m_session->currentPair()) {
            const auto next = static_cast<std::ptrdiff_t>(i) + step;
            if (next >= 0 && next < static_cast<std::ptrdiff_t>(pairs.size()))
                m_session->setCurrentPair(pairs[static_cast<std::size_t>(next)].id);
            return;
        }
}

void MainWindow::fuseWithAllMethods(bool allPairs)
{
    std::vector<int> pairs;
    for (const PairEntry& pair : m_session->pairs())
        if (allPairs || pair.id == m_session->currentPair())
            pairs.push_back(pair.id);
    const int count = m_results->fuseMissing(pairs, m_session->usableChoices());
    say(count > 0 ? tr("%n fusion(s) to do", nullptr, count) : tr("All methods have fused already"), false);
}

QList<QAction*> MainWindow::withKeys() const
{
    return QList<QAction*>{m_pairs->openFilesAction(), m_pairs->openFolderAction()} + m_actions->all();
}

void MainWindow::stepPanel(int step)
{
    // The panes, then the docks that are not closed; those behind a tab are raised.
    std::vector<Dock*> docks{nullptr};
    for (Dock* dock : m_docks)
        if (!dock->isHidden() || !tabifiedDockWidgets(dock).isEmpty())
            docks.push_back(dock);
    std::size_t now = 0;
    for (std::size_t i = 1; i < docks.size(); ++i)
        if (docks[i]->isAncestorOf(QApplication::focusWidget()))
            now = i;
    for (std::size_t tried = 0; tried < docks.size(); ++tried) {
        now = (now + docks.size() + static_cast<std::size_t>(step)) % docks.size();
        if (!docks[now]) {
            m_grid->currentPane().canvas().setFocus(Qt::ShortcutFocusReason);
            return;
        }
        docks[now]->raise();
        // A list or a table where there is one, else whatever takes the keyboard first.
        QWidget* target = nullptr;
        for (QAbstractItemView* view : docks[now]->findChildren<QAbstractItemView*>())
            if (!target && view->isVisibleTo(docks[now]))
                target = view;
        for (QWidget* widget : docks[now]->widget()->findChildren<QWidget*>())
            if (!target && widget->focusPolicy() & Qt::TabFocus && widget->isEnabled() && widget->isVisibleTo(this))
                target = widget;
        if (target) {
            target->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

void MainWindow::chooseZoom(const QString& text)
{
    QString digits;
    for (const QChar& letter : text)
        if (letter.isDigit() || letter == '.')
            digits += letter;
    ViewState& view = *m_grid->currentPane().canvas().view();
    if (text == m_zoom->itemText(0))
        view.setFit(ViewState::Fit::Inside);
    else if (text == m_zoom->itemText(1))
        view.setFit(ViewState::Fit::Fill);
    else if (const double percent = digits.toDouble(); percent > 0)
        view.setFree(percent / 100, view.centre());
    updateZoomText();
}

void MainWindow::updateZoomText()
{
    const QString percent = fixedText(m_grid->currentPane().canvas().zoom() * 100, 0) + " %";
    switch (m_grid->view().fit()) {
    case ViewState::Fit::Inside:
        m_zoom->setEditText(tr("Fit · %1").arg(percent));
        break;
    case ViewState::Fit::Fill:
        m_zoom->setEditText(tr("Fill · %1").arg(percent));
        break;
    case ViewState::Fit::Free:
        m_zoom->setEditText(percent);
        break;
    }
}

void MainWindow::updateProfile()
{
    std::vector<Layer> layers;
    for (const ImagePane* pane : m_grid->shownPanes())
        layers.push_back(pane->layer());
    m_profile->setLayers(layers);
    m_histogram->setLayer(m_grid->currentPane().layer());
}

void MainWindow::updateActions()
{
    const bool busy = m_session->jobs().isBusy();
    m_actions->stop->setEnabled(busy);
    m_actions->fuse->setEnabled(m_session->currentPair() >= 0);
    m_actions->fuseMethods->setEnabled(m_session->currentPair() >= 0);
    for (QAction* action : {m_actions->fuseAll, m_actions->fuseAllMethods})
        action->setEnabled(!m_session->pairs().empty());
    m_actions->link->setChecked(m_grid->currentPane().isLinked());
    m_actions->lockRange->setChecked(m_grid->currentPane().isRangeLocked());
    m_actions->oneRange->setChecked(m_grid->isOneRange());
    for (QAction* baseline : m_actions->baselines)
        baseline->setChecked(baseline->data().toInt() == static_cast<int>(m_session->baseline()));
    for (QAction* layout : m_actions->layouts)
        layout->setChecked(layout->data().toInt() == m_grid->paneCount());
    const ImagePane::Mode mode = m_grid->mode();
    m_actions->blink->setChecked(m_grid->isBlinking());
    m_actions->curtain->setChecked(mode == ImagePane::Mode::Curtain);
    m_actions->difference->setChecked(mode == ImagePane::Mode::Difference);
    m_actions->grid->setChecked(mode == ImagePane::Mode::Alone && !m_grid->isBlinking());
    updateProfile();
}

void MainWindow::updateTitle()
{
    const PairEntry* pair = m_session->pair(m_session->currentPair());
    const QString name = pair ? pair->name + QString::fromUtf8(" · ") +
                                    m_session->methodTitle(m_session->choice().key()) + QString::fromUtf8(" — ")
                              : QString();
    setWindowTitle(name + "Duoscope");
}

void MainWindow::retranslate()
{
    m_actions->retranslate();
    if (m_help)
        m_help->setLanguage(currentLanguage());
    const QString menus[] = {tr("&File"), tr("&Edit"),    tr("&View"),   tr("&Compare"),
                             tr("&Run"),  tr("&Analyse"), tr("&Window"), tr("&Help")};
    for (qsizetype i = 0; i < m_menus.size(); ++i)
        m_menus[i]->setTitle(menus[i]);
    m_recent->setTitle(tr("Recent"));
    m_otherMethods->setTitle(tr("Other methods"));
    const std::pair<const char*, QString> docks[] = {
        {"pairs", tr("Pairs")},           {"attribution", tr("Attribution")},
        {"comparison", tr("Comparison")}, {"firstSteps", tr("First steps")},
        {"probe", tr("Probe")},           {"stages", tr("Stages")},
        {"metrics", tr("Metrics")},       {"agreement", tr("Agreement")},
        {"histogram", tr("Histogram")},   {"profile", tr("Profile")},
        {"notes", tr("Notes")},           {"log", tr("Log")}};
    for (const auto& [name, title] : docks)
        findChild<Dock*>(name)->setTitle(title);
    m_notes->setPlaceholderText(tr("Notes on what you see; they are saved with the workspace."));
    m_notes->setAccessibleName(tr("Notes"));
    m_toolBar->setWindowTitle(tr("Toolbar"));
    m_zoom->setAccessibleName(tr("Zoom"));
    m_zoom->clear();
    m_zoom->addItems({tr("Fit"), tr("Fill"), "50 %", "100 %", "200 %", "400 %", "800 %"});
    updateZoomText();
    updateTitle();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        m_actions->retranslate();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    makeRoom();
    updateZoomText();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    if (!paths.isEmpty())
        open(paths);
    event->acceptProposedAction();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // Holding Space on a picture flips; letting go, wherever that is, brings back what was.
    if (event->type() == QEvent::KeyPress && qobject_cast<PictureCanvas*>(watched)) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            if (!m_beforeFlip) {
                m_beforeFlip = m_grid->isBlinking() ? ImagePane::Mode::Alone : m_grid->mode();
                m_grid->setBlinking(false);
                m_grid->setMode(ImagePane::Mode::Flipped);
            }
            return true;
        }
    }
    const bool released = event->type() == QEvent::KeyRelease &&
                          static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space &&
                          !static_cast<QKeyEvent*>(event)->isAutoRepeat();
    const bool gone = event->type() == QEvent::WindowDeactivate && watched == this;
    if (m_beforeFlip && (released || gone)) {
        m_grid->setMode(*m_beforeFlip);
        m_beforeFlip.reset();
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::apply(const Preferences& preferences)
{
    applyLanguage(preferences.language);
    applyTheme(preferences.theme);
    m_session->setThreads(preferences.threads);
    m_session->setHalfPrecision(preferences.halfPrecision && hasHalfPrecision());
    m_session->setCacheLimit(std::int64_t(preferences.cacheMegabytes) << 20);
    // A model that was opened by hand stays until another one is preferred.
    if (m_preferredModel != preferences.model) {
        m_preferredModel = preferences.model;
        m_session->setModel(preferences.model.isEmpty() ? m_bundledModel : toPath(preferences.model));
    }
}

void MainWindow::openSample()
{
    const std::filesystem::path samples = m_session->resources() / "samples";
    const std::pair<const char*, QString> scenes[] = {{"night", tr("Night")}, {"day", tr("Day")}, {"fog", tr("Fog")}};
    for (const auto& [name, title] : scenes) {
        const std::filesystem::path folder = samples / name;
        if (std::filesystem::exists(folder / "infrared.png"))
            m_session->addPair(folder / "infrared.png", folder / "visible.png", "Samples", title, folder / "labels.png",
                               "street");
    }
}

void MainWindow::restore()
{
    QSettings settings;
    bool open = false;
    if (QFileInfo::exists(m_sessionFile))
        try {
            const QJsonObject last = readWorkspace(m_sessionFile);
            applyWorkspace(last, *m_session, *m_grid);
            m_notes->setPlainText(notesOf(last));
            m_workspaceFile = last.value("workspace").toString();
            for (const QString& file : missingFiles(last))
                say(tr("%1 is not where it was").arg(file), true);
            open = !m_session->pairs().empty();
            if (last.value("running").toBool() && open)
                say(tr("Duoscope did not end as it should; what was open is here again"), false);
        } catch (const Error& error) {
            // Kept aside, for it is about to be written anew.
            QFile::remove(m_sessionFile + ".damaged");
            QFile::rename(m_sessionFile, m_sessionFile + ".damaged");
            say(QString::fromUtf8(error.what()), true);
        }
    const bool firstStart = !settings.contains("window/state");
    if (!firstStart) {
        restoreGeometry(settings.value("window/geometry").toByteArray());
        restoreState(settings.value("window/state").toByteArray(), kLayoutVersion);
    }
    if (firstStart && isSmall())
        m_grid->setPaneCount(4);
    m_firstSteps->setShownAtStart(settings.value("window/firstSteps", true).toBool());
    // A start never shows nothing.
    if (!open || missingFiles(describeWorkspace(*m_session, *m_grid, {}, m_sessionFile)).size() >=
                     2 * static_cast<qsizetype>(m_session->pairs().size()))
        openSample();
    if (firstStart || m_firstSteps->isShownAtStart())
        raiseDock("firstSteps");
    else
        findChild<Dock*>("firstSteps")->hide();
    m_grid->pane(0).canvas().setFocus();
    updateActions();
    if (m_status->sentence().isEmpty())
        m_status->say(tr("Ready"), false);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/state", saveState(kLayoutVersion));
    settings.setValue("window/firstSteps", m_firstSteps->isShownAtStart());
    if (m_batch) {
        m_batch->job().cancel(); // it can be resumed
        m_batch->hide();
    }
    if (m_help)
        m_help->close();
    m_session->stop();
    m_closing = true;
    autosave();
    QMainWindow::closeEvent(event);
}

void MainWindow::autosave()
{
    m_autosave.stop();
    QJsonObject workspace = describeWorkspace(*m_session, *m_grid, m_notes->toPlainText(), m_sessionFile);
    workspace["workspace"] = m_workspaceFile;
    workspace["running"] = !m_closing;
    try {
        writeWorkspace(m_sessionFile, workspace);
        m_autosaveFailed = false;
    } catch (const Error& error) {
        if (!std::exchange(m_autosaveFailed, true)) // said once, not every second
            say(QString::fromUtf8(error.what()), true);
    }
}

bool MainWindow::saveWorkspace(const QString& file)
{
    try {
        writeWorkspace(file, describeWorkspace(*m_session, *m_grid, m_notes->toPlainText(), file));
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()), true);
        return false;
    }
    m_workspaceFile = file;
    remember({file});
    say(tr("Workspace saved to %1").arg(file), false);
    return true;
}

void MainWindow::openWorkspace(const QString& file)
{
    try {
        const QJsonObject workspace = readWorkspace(file);
        const QStringList missing = missingFiles(workspace);
        if (missing.isEmpty())
            showWorkspace(file, workspace);
        else
            askForMissing(file, workspace, missing);
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()), true);
    }
}

void MainWindow::askForMissing(const QString& file, const QJsonObject& workspace, const QStringList& missing)
{
    auto* question = new QMessageBox(QMessageBox::Question, tr("Open workspace"),
                                     tr("%1 files of this workspace are not where they were. Show where one of them is "
                                        "now, and the others are found along with it.")
                                         .arg(missing.size()),
                                     QMessageBox::Cancel, this);
    question->setObjectName("missingFiles");
    question->setInformativeText(missing.front());
    QPushButton* locate = question->addButton(tr("Locate…"), QMessageBox::AcceptRole);
    QPushButton* without = question->addButton(tr("Open without them"), QMessageBox::DestructiveRole);
    question->setDefaultButton(locate);
    connect(question, &QMessageBox::buttonClicked, this, [=, this](QAbstractButton* button) {
        if (button == without)
            showWorkspace(file, workspace);
        if (button != locate)
            return;
        const QString name = QFileInfo(missing.front()).fileName();
        auto* dialog = new QFileDialog(this, tr("Where is %1?").arg(name), {}, name);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [=, this](const QString& now) {
            QJsonObject found = workspace;
            relocate(found, missing.front(), now);
            showWorkspace(file, found);
        });
        showDialog(this, dialog);
    });
    showDialog(this, question);
}

void MainWindow::showWorkspace(const QString& file, const QJsonObject& workspace)
{
    m_session->stop();
    while (!m_session->pairs().empty())
        m_session->removePair(m_session->pairs().back().id);
    applyWorkspace(workspace, *m_session, *m_grid);
    m_notes->setPlainText(notesOf(workspace));
    m_workspaceFile = file;
    const QStringList missing = missingFiles(workspace);
    for (const QString& gone : missing)
        m_log->add(tr("%1 is not where it was").arg(gone), true);
    if (missing.isEmpty())
        say(tr("%1 opened").arg(QFileInfo(file).fileName()), false);
    else
        m_status->say(tr("%1 files are not where they were; Log has their names").arg(missing.size()), true);
}

bool MainWindow::saveFigure(const QString& file, const FigureOptions& options)
{
    try {
        writeFigure(file, figurePanels(*m_grid), options);
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()), true);
        return false;
    }
    say(tr("Figure written to %1").arg(file), false);
    return true;
}

} // namespace duoscope
