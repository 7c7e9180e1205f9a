// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/dialogs/preferences.h"
#include "widgets/viewer/figure.h"

#include <QMainWindow>

class QPlainTextEdit;

namespace duoscope {

class Actions;
class AgreementPanel;
class AttributionPanel;
class BatchDialog;
class CompareGrid;
class ComparisonPanel;
class Docks;
class FirstStepsPanel;
class FusionBar;
class HelpWindow;
class HistogramPanel;
class HoldToFlip;
class LogPanel;
class MainMenus;
class MeasuredResults;
class MetricStore;
class MetricsPanel;
class PairsPanel;
class ProbePanel;
class ProfilePanel;
class StagesPanel;
class StatusLine;
class WorkspaceKeeper;
class ZoomBox;
struct OpenResult;

/// The workstation's window: panes in the middle, docks around them, one session behind all.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// @param bundledModel  may be empty
    /// @param stateFolder   where the session is saved all the while; made where missing
    MainWindow(const std::filesystem::path& bundledModel, const std::filesystem::path& resources,
               const QString& stateFolder);
    ~MainWindow() override;

    Session& session() { return *m_session; }
    CompareGrid& grid() { return *m_grid; }
    Actions& actions() { return *m_actions; }
    PairsPanel& pairs() { return *m_pairs; }
    AttributionPanel& attribution() { return *m_attribution; }
    StagesPanel& stages() { return *m_stages; }
    MetricsPanel& metrics() { return *m_metrics; }
    ComparisonPanel& comparison() { return *m_comparison; }
    StatusLine& status() { return *m_status; }
    LogPanel& log() { return *m_log; }
    BatchDialog& batch(); ///< made when first asked for, and kept: what it runs goes on while it is hidden

    /// Pairs, panes and layout of the last run, however that ended; at the first start the bundled sample and the
    /// guided start.
    void restore();
    WorkspaceKeeper& workspaces() { return *m_workspaces; }
    /// Opens files and folders as if they were dropped.
    void open(const QStringList& paths);
    void apply(const Preferences& preferences);
    /// Shows a dock in front, by its object name.
    void raiseDock(const QString& objectName);
    /// Opens the help at the page on what has the keyboard, or at one by its name.
    void showHelp(const QString& page = {});
    HelpWindow& help(); ///< made when first asked for
    /// Where what is logged is written; empty: nowhere.
    void setLogFile(const QString& file) { m_logFile = file; }
    /// Tells that the last run crashed, without stopping anybody. @param trace  what it left, as people read it
    void tellOfCrash(const QString& trace);
    void resetLayout();
    /// Writes the panes as a figure; false where that fails, which the window has said then.
    bool saveFigure(const QString& file, const FigureOptions& options);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeDocks();
    void makeToolBar();
    void connectActions(); ///< in a file of its own, main_window_actions.cpp
    void connectSession();
    void retranslate();
    void updateTitle();
    void updateActions();
    void updateProfile();
    void report(const OpenResult& result);
    void say(const QString& sentence, bool failure);
    void addMethods(const QString& source); ///< of a folder or manifest, to the session
    QList<QAction*> withKeys() const;       ///< actions whose keys can be changed
    void stepPair(int step);
    void fuseWithAllMethods(bool allPairs); ///< what is not done yet
    void openSample();
    void copyDiagnostics(const QString& before); ///< to the clipboard, behind what may stand before
    void makeRoom();                             ///< hides what matters least where the window is small

    std::filesystem::path m_bundledModel;
    std::optional<QString> m_preferredModel; ///< as the preferences said last
    std::unique_ptr<Session> m_session;
    MetricStore* m_metricStore;
    MeasuredResults* m_results;
    Actions* m_actions;
    CompareGrid* m_grid;
    PairsPanel* m_pairs;
    AttributionPanel* m_attribution;
    ProbePanel* m_probe;
    StagesPanel* m_stages;
    MetricsPanel* m_metrics;
    ComparisonPanel* m_comparison;
    AgreementPanel* m_agreement;
    HistogramPanel* m_histogram;
    ProfilePanel* m_profile;
    LogPanel* m_log;
    QPlainTextEdit* m_notes;
    FirstStepsPanel* m_firstSteps;
    FusionBar* m_fusionBar;
    StatusLine* m_status;
    ZoomBox* m_zoom;
    QToolBar* m_toolBar;
    Docks* m_docks;
    MainMenus* m_menus;
    WorkspaceKeeper* m_workspaces;
    std::unique_ptr<HoldToFlip> m_flip;
    BatchDialog* m_batch = nullptr;
    HelpWindow* m_help = nullptr;
    QString m_logFile;
};

} // namespace duoscope
