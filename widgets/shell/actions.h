// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QObject>

#include <vector>

namespace duoscope {

/// All actions of the window, with their texts, icons and keys; what they do is connected by the window. Each has an
/// object name, by which changed keys are remembered.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QWidget* window);

    QAction* openModel;
    QAction* addResults;
    QAction* addModule;
    QAction* saveWorkspace;
    QAction* saveWorkspaceAs;
    QAction* saveFigure;
    QAction* report;
    QAction* quit;
    QAction* copy;
    QAction* preferences;

    QAction* fuse;
    QAction* fuseAll;
    QAction* fuseMethods;    ///< the pair by all methods
    QAction* fuseAllMethods; ///< all pairs by all methods
    QAction* batch;
    QAction* stop;
    QAction* clear; ///< Esc

    QAction* fit;
    QAction* fill;
    QAction* actualSize;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* link;
    QAction* lockRange;
    QAction* oneRange;
    QAction* pin;
    QAction* clearPins;
    std::vector<QAction*> layouts; ///< 1, 2, 4 and 6 panes
    std::vector<QAction*> presets; ///< in the order of GridPreset
    std::vector<QAction*> focusPanes;

    QAction* grid; ///< no comparison
    QAction* curtain;
    QAction* blink;
    QAction* difference;

    QAction* firstStage;
    QAction* stageBack;
    QAction* stageOn;
    QAction* lastStage;
    QAction* play;
    QAction* pairBack;
    QAction* pairOn;
    QAction* caseBack; ///< in the list of the comparison
    QAction* caseOn;
    QAction* showDifference; ///< of the two methods that are compared
    QAction* histogram;
    std::vector<QAction*> baselines; ///< in the order of Baseline
    QAction* thermalScale;

    QAction* nextPanel; ///< to the keyboard: from the panes through all docks
    QAction* previousPanel;
    QAction* resetLayout;
    QAction* help; ///< on what has the keyboard
    QAction* firstSteps;
    QAction* shortcuts;
    QAction* modelInformation;
    QAction* copyDiagnostics;
    QAction* showLog;
    QAction* about;

    /// Those whose keys can be changed.
    const QList<QAction*>& all() const { return m_all; }
    /// Texts in the present language, icons in the present colours.
    void retranslate();

private:
    QAction* add(const char* objectName, const QKeySequence& keys, const char* icon = nullptr, bool checkable = false);

    QWidget* m_window;
    QList<QAction*> m_all;
};

} // namespace duoscope
