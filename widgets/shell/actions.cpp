// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/actions.h"

#include "core/fusion/baseline.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QWidget>

namespace duoscope {
namespace {

constexpr const char* kDrawing = "drawing"; ///< property with the name of an action's line icon

} // namespace

Actions::Actions(QWidget* window) : QObject(window), m_window(window)
{
    openModel = add("openModel", {});
    addResults = add("addResults", {});
    addModule = add("addModule", {});
    saveWorkspace = add("saveWorkspace", QKeySequence("Ctrl+S"));
    saveWorkspaceAs = add("saveWorkspaceAs", {});
    saveFigure = add("saveFigure", QKeySequence("Ctrl+Shift+S"), "image-export");
    report = add("report", QKeySequence("Ctrl+E"), "report");
    quit = add("quit", QKeySequence("Ctrl+Q"));
    copy = add("copyPicture", QKeySequence("Ctrl+C"), "copy");
    preferences = add("preferences", QKeySequence("Ctrl+,"), "settings");

    fuse = add("fuse", QKeySequence("F9"), "fuse");
    fuseAll = add("fuseAll", QKeySequence("Shift+F9"));
    fuseMethods = add("fuseMethods", QKeySequence("Ctrl+F9"));
    fuseAllMethods = add("fuseAllMethods", QKeySequence("Ctrl+Shift+F9"));
    batch = add("batch", QKeySequence("Ctrl+Shift+B"), "batch");
    stop = add("stop", {}, "stop");
    clear = add("clear", QKeySequence("Esc"));

    fit = add("fit", QKeySequence("F"));
    fill = add("fill", QKeySequence("Shift+F"));
    actualSize = add("actualSize", QKeySequence("Z"));
    zoomIn = add("zoomIn", QKeySequence("+"), "magnifier");
    zoomOut = add("zoomOut", QKeySequence("-"));
    link = add("link", QKeySequence("L"), "link", true);
    lockRange = add("lockRange", QKeySequence("R"), "lock", true);
    oneRange = add("oneRange", QKeySequence("Shift+R"), nullptr, true);
    pin = add("pin", QKeySequence("P"), "pin");
    clearPins = add("clearPins", QKeySequence("Shift+P"));
    for (const int count : {1, 2, 4, 6}) {
        QAction* layout = add(qPrintable(QString("layout%1").arg(count)), {}, nullptr, true);
        layout->setData(count);
        layouts.push_back(layout);
    }
    for (int i = 0; i < 6; ++i)
        presets.push_back(add(qPrintable(QString("preset%1").arg(i + 1)), QKeySequence(QString("Alt+%1").arg(i + 1))));
    for (int i = 0; i < 6; ++i)
        focusPanes.push_back(add(qPrintable(QString("focusPane%1").arg(i + 1)), QKeySequence(QString::number(i + 1))));

    grid = add("grid", QKeySequence("G"), "grid", true);
    curtain = add("curtain", QKeySequence("C"), "curtain", true);
    blink = add("blink", QKeySequence("B"), "blink", true);
    difference = add("difference", QKeySequence("D"), "difference", true);

    firstStage = add("firstStage", QKeySequence("Home"), "first");
    stageBack = add("stageBack", QKeySequence("Left"), "back");
    stageOn = add("stageOn", QKeySequence("Right"), "next");
    lastStage = add("lastStage", QKeySequence("End"), "last");
    play = add("play", QKeySequence("Ctrl+Space"), "play");
    pairBack = add("pairBack", QKeySequence("Up"));
    pairOn = add("pairOn", QKeySequence("Down"));
    caseBack = add("caseBack", QKeySequence("Shift+N"));
    caseOn = add("caseOn", QKeySequence("N"));
    showDifference = add("showDifference", QKeySequence("Shift+D"));
    histogram = add("histogram", QKeySequence("H"), "histogram");

    for (const Baseline baseline :
         {Baseline::Zero, Baseline::Mean, Baseline::Blur, Baseline::Infrared, Baseline::Visible}) {
        baselines.push_back(add(qPrintable("attributeFrom_" + toQString(toString(baseline))), {}, nullptr, true));
        baselines.back()->setData(static_cast<int>(baseline));
    }
    thermalScale = add("thermalScale", {});

    nextPanel = add("nextPanel", QKeySequence("F6"));
    previousPanel = add("previousPanel", QKeySequence("Shift+F6"));
    resetLayout = add("resetLayout", {});
    help = add("help", QKeySequence("F1"), "help");
    help->setShortcutContext(Qt::ApplicationShortcut); // in dialogs, too
    firstSteps = add("firstSteps", QKeySequence("Shift+F1"), "info");
    shortcuts = add("shortcuts", QKeySequence("Ctrl+K"), "keyboard");
    modelInformation = add("modelInformation", {}, "info");
    copyDiagnostics = add("copyDiagnostics", {}, "copy");
    showLog = add("showLog", {});
    about = add("about", {});
    // "Shift+1" is another character on each keyboard, so both are given.
    for (QAction* layout : layouts)
        layout->setShortcut(QKeySequence(QString("Shift+%1").arg(layout->data().toInt())));
    retranslate();
}

QAction* Actions::add(const char* objectName, const QKeySequence& keys, const char* icon, bool checkable)
{
    auto* action = new QAction(this);
    action->setObjectName(QString::fromLatin1(objectName));
    action->setShortcut(keys);
    action->setCheckable(checkable);
    if (icon)
        action->setProperty(kDrawing, QString::fromLatin1(icon));
    m_window->addAction(action);
    m_all << action;
    return action;
}

void Actions::retranslate()
{
    for (QAction* action : std::as_const(m_all))
        if (const QString icon = action->property(kDrawing).toString(); !icon.isEmpty())
            action->setIcon(lineIcon(icon));
    const char* const layoutIcons[] = {"layout-1", "layout-2", "layout-4", "layout-6"};
    for (std::size_t i = 0; i < layouts.size(); ++i) {
        layouts[i]->setIcon(lineIcon(layoutIcons[i]));
        layouts[i]->setText(i == 0 ? tr("One pane") : tr("%1 panes").arg(layouts[i]->data().toInt()));
    }
    const QString presetTexts[] = {tr("Sources and result"), tr("Stages"),  tr("Attribution"),
                                   tr("Segmentation"),       tr("Methods"), tr("Attribution of the results")};
    for (std::size_t i = 0; i < presets.size(); ++i)
        presets[i]->setText(presetTexts[i]);
    for (std::size_t i = 0; i < focusPanes.size(); ++i)
        focusPanes[i]->setText(tr("Go to pane %1").arg(i + 1));
    openModel->setText(tr("Open model…"));
    addResults->setText(tr("Add results of other programs…"));
    addModule->setText(tr("Add TorchScript method…"));
    saveWorkspace->setText(tr("Save workspace"));
    saveWorkspaceAs->setText(tr("Save workspace as…"));
    saveFigure->setText(tr("Save figure…"));
    report->setText(tr("Export report…"));
    report->setIconText(tr("Report…"));
    report->setToolTip(tr("Tell what a batch found, as a document or as data (Ctrl+E)"));
    quit->setText(tr("Quit"));
    copy->setText(tr("Copy picture"));
    preferences->setText(tr("Preferences…"));
    fuse->setText(tr("Fuse"));
    fuse->setToolTip(tr("Fuse the pair (F9)"));
    fuseAll->setText(tr("Fuse all pairs"));
    fuseMethods->setText(tr("Fuse with all methods"));
    fuseMethods->setToolTip(tr("Fuse the pair with every method that has not fused it yet (Ctrl+F9)"));
    fuseAllMethods->setText(tr("Fuse all pairs with all methods"));
    fuseAllMethods->setToolTip(tr("Likewise every pair, to compare methods over all of them (Ctrl+Shift+F9)"));
    batch->setText(tr("Batch fuse…"));
    batch->setIconText(tr("Batch…"));
    batch->setToolTip(tr("Fuse folders or a data set into files (Ctrl+Shift+B)"));
    stop->setText(tr("Stop"));
    stop->setToolTip(tr("Stop computing (Esc)"));
    clear->setText(tr("Clear the selection, then stop"));
    fit->setText(tr("Fit"));
    fill->setText(tr("Fill"));
    actualSize->setText(tr("100 %"));
    zoomIn->setText(tr("Zoom in"));
    zoomOut->setText(tr("Zoom out"));
    link->setText(tr("Linked"));
    link->setToolTip(tr("The pane moves with the others (L)"));
    lockRange->setText(tr("Lock colour range"));
    oneRange->setText(tr("One range for all panes"));
    oneRange->setToolTip(tr("Panes that show the same quantity share one colour range"));
    pin->setText(tr("Pin the pixel"));
    clearPins->setText(tr("Remove all pins"));
    grid->setText(tr("Grid"));
    grid->setToolTip(tr("Panes side by side (G)"));
    curtain->setText(tr("Curtain"));
    curtain->setToolTip(tr("The pane and the next one, either side of a line that can be dragged (C)"));
    blink->setText(tr("Blink"));
    blink->setToolTip(tr("Flips between the pane and the next one once a second (B); hold Space to flip by hand"));
    difference->setText(tr("Difference"));
    difference->setToolTip(tr("The pane minus the next one (D)"));
    firstStage->setText(tr("First stage"));
    stageBack->setText(tr("Stage back"));
    stageOn->setText(tr("Stage on"));
    lastStage->setText(tr("Last stage"));
    play->setText(tr("Play the stages"));
    pairBack->setText(tr("Pair before"));
    pairOn->setText(tr("Next pair"));
    caseBack->setText(tr("Pair before in the comparison"));
    caseOn->setText(tr("Next pair in the comparison"));
    showDifference->setText(tr("Difference of the compared methods"));
    nextPanel->setText(tr("Next panel"));
    previousPanel->setText(tr("Panel before"));
    histogram->setText(tr("Histogram of the pane"));
    for (QAction* baseline : baselines)
        baseline->setText(
            tr("Attribute results from %1").arg(baselineTitle(static_cast<Baseline>(baseline->data().toInt()))));
    thermalScale->setText(tr("Temperature scale…"));
    resetLayout->setText(tr("Reset layout"));
    help->setText(tr("Help"));
    help->setToolTip(tr("The page on the panel that has the keyboard (F1)"));
    firstSteps->setText(tr("First steps"));
    shortcuts->setText(tr("Keyboard shortcuts…"));
    modelInformation->setText(tr("Model information…"));
    copyDiagnostics->setText(tr("Copy diagnostics"));
    copyDiagnostics->setToolTip(tr("What others need to know to look into a problem"));
    showLog->setText(tr("Show log"));
    about->setText(tr("About Duoscope"));
}

} // namespace duoscope
