// SPDX-License-Identifier: GPL-3.0-or-later
// What the window's actions do.
#include "widgets/shell/main_window.h"

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
#include "widgets/models/measured_results.h"
#include "widgets/panels/comparison_panel.h"
#include "widgets/panels/first_steps_panel.h"
#include "widgets/panels/histogram_panel.h"
#include "widgets/panels/stages_panel.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/docks.h"
#include "widgets/shell/show_dialog.h"
#include "widgets/shell/workspace_keeper.h"
#include "widgets/shell/zoom_box.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>

namespace duoscope {
namespace {

constexpr int kLogLinesShown = 2000;

} // namespace

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
    on(a.nextPanel, [this] { m_docks->stepFocus(1, m_grid->currentPane().canvas()); });
    on(a.previousPanel, [this] { m_docks->stepFocus(-1, m_grid->currentPane().canvas()); });
    const auto saveAs = [this] {
        auto* dialog = new QFileDialog(this, tr("Save workspace"), m_workspaces->file(), tr("Workspaces (*.duoscope)"));
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix("duoscope");
        connect(dialog, &QFileDialog::fileSelected, m_workspaces, &WorkspaceKeeper::save);
        showDialog(this, dialog);
    };
    on(a.saveWorkspaceAs, saveAs);
    on(a.saveWorkspace, [this, saveAs] {
        if (m_workspaces->file().isEmpty())
            saveAs();
        else
            m_workspaces->save(m_workspaces->file());
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
    on(a.actualSize, [this] { m_zoom->choose("100"); });
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
        m_docks->hide("firstSteps");
        raiseDock("attribution");
    });
}

} // namespace duoscope
