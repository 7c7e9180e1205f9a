// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_menus.h"

#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"
#include "widgets/panels/pairs_panel.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/dock.h"

#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>

namespace duoscope {
namespace {

constexpr int kLongestRecent = 10;

} // namespace

MainMenus::MainMenus(Session& session, Actions& actions, PairsPanel& pairs, const std::vector<Dock*>& docks,
                     QMainWindow& window)
    : QObject(&window), m_session(session), m_actions(actions)
{
    const auto menu = [this, &window] {
        m_menus << window.menuBar()->addMenu(QString());
        return m_menus.back();
    };
    QMenu* file = menu();
    file->addAction(pairs.openFilesAction());
    file->addAction(pairs.openFolderAction());
    file->addMenu(pairs.openDatasetMenu());
    m_recent = file->addMenu(QString());
    connect(m_recent, &QMenu::aboutToShow, this, &MainMenus::fillRecent);
    file->addAction(actions.openModel);
    m_otherMethods = file->addMenu(QString());
    connect(m_otherMethods, &QMenu::aboutToShow, this, &MainMenus::fillOtherMethods);
    file->addSeparator();
    file->addActions({actions.saveWorkspace, actions.saveWorkspaceAs});
    file->addSeparator();
    file->addActions({actions.saveFigure, actions.report});
    file->addSeparator();
    file->addAction(actions.quit);

    QMenu* edit = menu();
    edit->addAction(actions.copy);
    edit->addAction(pairs.removeAction());
    edit->addSeparator();
    edit->addAction(actions.preferences);

    QMenu* view = menu();
    view->addActions({actions.fit, actions.fill, actions.actualSize, actions.zoomIn, actions.zoomOut});
    view->addSeparator();
    view->addActions({actions.link, actions.lockRange, actions.oneRange, actions.pin, actions.clearPins});
    view->addSeparator();
    for (QAction* layout : actions.layouts)
        view->addAction(layout);
    view->addSeparator();
    for (QAction* preset : actions.presets)
        view->addAction(preset);

    QMenu* compare = menu();
    compare->addActions({actions.grid, actions.curtain, actions.blink, actions.difference});
    compare->addSeparator();
    compare->addActions({actions.caseBack, actions.caseOn, actions.showDifference});
    compare->addSeparator();
    for (QAction* pane : actions.focusPanes)
        compare->addAction(pane);

    QMenu* run = menu();
    run->addActions(
        {actions.fuse, actions.fuseAll, actions.fuseMethods, actions.fuseAllMethods, actions.stop, actions.clear});
    run->addSeparator();
    run->addAction(actions.batch);

    QMenu* analyse = menu();
    analyse->addActions({actions.firstStage, actions.stageBack, actions.stageOn, actions.lastStage, actions.play});
    analyse->addSeparator();
    for (QAction* baseline : actions.baselines)
        analyse->addAction(baseline);
    analyse->addSeparator();
    analyse->addActions({actions.pairBack, actions.pairOn, actions.histogram, actions.thermalScale});

    QMenu* docksMenu = menu();
    for (Dock* dock : docks) {
        docksMenu->addAction(dock->toggleViewAction());
        connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock](bool shown) {
            if (shown)
                dock->raise();
        });
    }
    docksMenu->addSeparator();
    docksMenu->addActions({actions.nextPanel, actions.previousPanel, actions.resetLayout});

    QMenu* help = menu();
    help->addActions({actions.help, actions.firstSteps, actions.shortcuts, actions.modelInformation});
    help->addSeparator();
    help->addActions({actions.copyDiagnostics, actions.showLog});
    help->addSeparator();
    help->addAction(actions.about);
}

void MainMenus::remember(const QStringList& paths)
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

void MainMenus::fillRecent()
{
    m_recent->clear();
    for (const QString& entry : QSettings().value("recent").toStringList()) {
        const QStringList paths = entry.split('\n');
        QAction* action = m_recent->addAction(paths.size() == 1 ? paths[0] : paths[0] + QString::fromUtf8(" …"));
        connect(action, &QAction::triggered, this, [this, paths] { Q_EMIT openAsked(paths); });
    }
    if (m_recent->isEmpty())
        m_recent->addAction(tr("Nothing yet"))->setEnabled(false);
}

void MainMenus::fillOtherMethods()
{
    m_otherMethods->clear();
    m_otherMethods->addActions({m_actions.addResults, m_actions.addModule});
    if (!m_session.externalMethods().empty())
        m_otherMethods->addSeparator();
    for (const FusionChoice& method : m_session.externalMethods()) {
        QAction* action = m_otherMethods->addAction(tr("Remove %1").arg(toQString(method.method)));
        connect(action, &QAction::triggered, this,
                [this, name = method.method] { m_session.removeExternalMethod(name); });
    }
}

void MainMenus::retranslate()
{
    const QString menus[] = {tr("&File"), tr("&Edit"),    tr("&View"),   tr("&Compare"),
                             tr("&Run"),  tr("&Analyse"), tr("&Window"), tr("&Help")};
    for (qsizetype i = 0; i < m_menus.size(); ++i)
        m_menus[i]->setTitle(menus[i]);
    m_recent->setTitle(tr("Recent"));
    m_otherMethods->setTitle(tr("Other methods"));
}

} // namespace duoscope
