// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include "core/base/error.h"
#include "core/fusion/device_probe.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/diagnosis/crash_notice.h"
#include "widgets/diagnosis/diagnostics.h"
#include "widgets/dialogs/batch_dialog.h"
#include "widgets/dialogs/shortcuts_dialog.h"
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
#include "widgets/shell/docks.h"
#include "widgets/shell/fusion_bar.h"
#include "widgets/shell/hold_to_flip.h"
#include "widgets/shell/main_menus.h"
#include "widgets/shell/show_dialog.h"
#include "widgets/shell/status_line.h"
#include "widgets/shell/workspace_keeper.h"
#include "widgets/shell/zoom_box.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSettings>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include <spdlog/spdlog.h>

namespace duoscope {
namespace {

constexpr int kLayoutVersion = 3; ///< raised when docks change, so that old layouts are not restored

} // namespace

MainWindow::MainWindow(const std::filesystem::path& bundledModel, const std::filesystem::path& resources,
                       const QString& stateFolder)
    : m_bundledModel(bundledModel), m_session(std::make_unique<Session>(bundledModel, resources))
{
    QDir().mkpath(stateFolder);
    setMinimumSize(1024, 680);
    setAcceptDrops(true);

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
    m_docks = new Docks(*this);
    makeDocks();
    m_workspaces =
        new WorkspaceKeeper(*m_session, *m_grid, *m_notes, QDir(stateFolder).filePath("session.duoscope"), *this);
    m_flip = std::make_unique<HoldToFlip>(*m_grid, *this);
    makeToolBar();
    m_status = new StatusLine(*m_session, m_grid->view(), this);
    statusBar()->addPermanentWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    m_menus = new MainMenus(*m_session, *m_actions, *m_pairs, m_docks->all(), *this);
    connectActions();
    connectSession();
    ShortcutsDialog::applySavedShortcuts(withKeys());
    retranslate();
    resetLayout();
    updateActions();
}

MainWindow::~MainWindow()
{
    hide(); // views ask their models for sizes once more
    m_flip.reset();
    delete m_batch; // stops its batch, which can be resumed
    // Whatever still runs must not reach panels that are gone.
    m_session->stop();
    m_session->disconnect();
    m_session.release()->setParent(this); // the last of the children, for the others look at it until they are gone
}

void MainWindow::makeDocks()
{
    m_docks->add("pairs", m_pairs, Qt::LeftDockWidgetArea);
    m_docks->add("attribution", m_attribution, Qt::RightDockWidgetArea);
    m_docks->add("firstSteps", m_firstSteps, Qt::RightDockWidgetArea);
    m_docks->add("comparison", m_comparison, Qt::RightDockWidgetArea);
    m_docks->add("probe", m_probe, Qt::RightDockWidgetArea);
    m_docks->add("stages", m_stages, Qt::BottomDockWidgetArea);
    m_docks->add("metrics", m_metrics, Qt::BottomDockWidgetArea);
    m_docks->add("agreement", m_agreement, Qt::BottomDockWidgetArea);
    m_docks->add("histogram", m_histogram, Qt::BottomDockWidgetArea);
    m_docks->add("profile", m_profile, Qt::BottomDockWidgetArea);
    m_docks->add("notes", m_notes, Qt::BottomDockWidgetArea);
    m_docks->add("log", m_log, Qt::BottomDockWidgetArea);
}

void MainWindow::resetLayout()
{
    m_docks->reset();
    makeRoom();
}

void MainWindow::raiseDock(const QString& objectName) { m_docks->raise(objectName); }

void MainWindow::makeRoom()
{
    m_fusionBar->setWordsShown(width() >= 1360);
    for (QAction* action : {m_pairs->openFilesAction(), m_actions->grid, m_actions->curtain, m_actions->blink,
                            m_actions->difference, m_actions->batch, m_actions->report})
        if (auto* button = qobject_cast<QToolButton*>(m_toolBar->widgetForAction(action)))
            button->setToolButtonStyle(width() >= 1500 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_stages->setCurvesVisible(!m_docks->isWindowSmall());
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
    m_zoom = new ZoomBox(*m_grid, m_toolBar);
    m_toolBar->addWidget(m_zoom);
    auto* space = new QWidget(m_toolBar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(space);
    m_toolBar->addActions({m_actions->batch, m_actions->report});
    m_toolBar->setMinimumHeight(sizes::kToolbar);
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
    connect(&session, &Session::traceChanged, m_zoom, &ZoomBox::updateText);
    connect(m_pairs, &PairsPanel::opened, this, &MainWindow::report);
    connect(m_pairs, &PairsPanel::pathsOpened, this, &MainMenus::remember);
    connect(m_menus, &MainMenus::openAsked, this, &MainWindow::open);
    connect(m_workspaces, &WorkspaceKeeper::said, this, &MainWindow::say);
    connect(m_workspaces, &WorkspaceKeeper::missing, m_log,
            [this](const QString& sentence) { m_log->add(sentence, true); });
    connect(m_workspaces, &WorkspaceKeeper::saved, this, [](const QString& file) { MainMenus::remember({file}); });
    connect(m_metrics, &MetricsPanel::conventionChanged, m_stages, &StagesPanel::setConvention);
    m_stages->setConvention(m_metrics->convention());
    updateProfile();
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
        m_workspaces->open(result.workspace);
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
    m_menus->retranslate();
    m_docks->retranslate();
    m_notes->setPlaceholderText(tr("Notes on what you see; they are saved with the workspace."));
    m_notes->setAccessibleName(tr("Notes"));
    m_toolBar->setWindowTitle(tr("Toolbar"));
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
    m_zoom->updateText();
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

void MainWindow::apply(const Preferences& preferences)
{
    applyLanguage(preferences.language);
    applyTheme(preferences.theme);
    m_session->setComputeSettings({preferences.threads, preferences.halfPrecision && hasHalfPrecision(),
                                   preferences.fastAttribution ? AttributionMode::Fast : AttributionMode::Exact});
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
    const bool open = m_workspaces->restoreSession();
    QSettings settings;
    const bool firstStart = !settings.contains("window/state");
    if (!firstStart) {
        restoreGeometry(settings.value("window/geometry").toByteArray());
        restoreState(settings.value("window/state").toByteArray(), kLayoutVersion);
    }
    if (firstStart && m_docks->isWindowSmall())
        m_grid->setPaneCount(4);
    m_firstSteps->setShownAtStart(settings.value("window/firstSteps", true).toBool());
    // A start never shows nothing.
    if (!open)
        openSample();
    if (firstStart || m_firstSteps->isShownAtStart())
        raiseDock("firstSteps");
    else
        m_docks->hide("firstSteps");
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
    m_workspaces->saveAtEnd();
    QMainWindow::closeEvent(event);
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
