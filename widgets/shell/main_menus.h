// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMainWindow;
class QMenu;

namespace duoscope {

class Actions;
class Dock;
class PairsPanel;
class Session;

/// The window's menu bar. What its actions do is connected by the window; the menus of recent files and of other
/// programs' methods are filled here.
class MainMenus : public QObject {
    Q_OBJECT
public:
    /// All outlive this.
    MainMenus(Session& session, Actions& actions, PairsPanel& pairs, const std::vector<Dock*>& docks,
              QMainWindow& window);

    /// Among the recent ones, in the settings.
    static void remember(const QStringList& paths);
    /// Texts in the present language.
    void retranslate();

Q_SIGNALS:
    void openAsked(const QStringList& paths);

private:
    void fillRecent();
    void fillOtherMethods();

    Session& m_session;
    Actions& m_actions;
    QList<QMenu*> m_menus;
    QMenu* m_recent;
    QMenu* m_otherMethods;
};

} // namespace duoscope
