// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/docks.h"

#include "widgets/shell/dock.h"
#include "widgets/shell/show_dialog.h"

#include <QAbstractItemView>
#include <QApplication>

namespace duoscope {

Docks::Docks(QMainWindow& window) : QObject(&window), m_window(window)
{
    window.setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    window.setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::South);
}

Dock* Docks::add(const QString& objectName, QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new Dock(objectName, content, &m_window);
    dock->setProperty(kHelpPage, objectName);
    m_window.addDockWidget(area, dock);
    m_docks.push_back(dock);
    return dock;
}

Dock* Docks::named(const QString& objectName) const
{
    for (Dock* dock : m_docks)
        if (dock->objectName() == objectName)
            return dock;
    return nullptr;
}

bool Docks::isWindowSmall() const { return m_window.width() < 1400 || m_window.height() < 860; }

void Docks::reset()
{
    const auto dock = [this](const char* name) { return named(name); };
    const bool small = isWindowSmall();
    for (Dock* each : m_docks) {
        each->setFloating(false);
        each->show();
    }
    m_window.addDockWidget(Qt::LeftDockWidgetArea, dock("pairs"));
    m_window.addDockWidget(Qt::RightDockWidgetArea, dock("attribution"));
    for (const char* name : {"comparison", "firstSteps"}) {
        m_window.addDockWidget(Qt::RightDockWidgetArea, dock(name));
        m_window.tabifyDockWidget(dock("attribution"), dock(name));
    }
    m_window.addDockWidget(Qt::RightDockWidgetArea, dock("probe"));
    m_window.addDockWidget(Qt::BottomDockWidgetArea, dock("stages"));
    m_window.addDockWidget(Qt::BottomDockWidgetArea, dock("metrics"));
    const int width = m_window.width(), height = m_window.height();
    if (small) {
        m_window.tabifyDockWidget(dock("attribution"), dock("probe"));
        m_window.tabifyDockWidget(dock("stages"), dock("metrics"));
    } else {
        m_window.splitDockWidget(dock("stages"), dock("metrics"), Qt::Horizontal);
        m_window.resizeDocks({dock("stages"), dock("metrics")}, {width / 2, width / 2}, Qt::Horizontal);
        m_window.resizeDocks({dock("attribution"), dock("probe")}, {height * 58 / 100, height * 34 / 100},
                             Qt::Vertical);
    }
    for (const char* name : {"agreement", "histogram", "profile", "notes", "log"})
        m_window.tabifyDockWidget(dock("metrics"), dock(name));
    dock("attribution")->raise();
    dock(small ? "stages" : "metrics")->raise();
    m_window.resizeDocks({dock("pairs"), dock("attribution")}, {small ? 176 : 216, small ? 340 : 372}, Qt::Horizontal);
    m_window.resizeDocks({dock("stages")}, {small ? 150 : std::max(200, height * 28 / 100)}, Qt::Vertical);
}

void Docks::raise(const QString& objectName)
{
    if (Dock* dock = named(objectName)) {
        dock->show();
        dock->raise();
    }
}

void Docks::hide(const QString& objectName)
{
    if (Dock* dock = named(objectName))
        dock->hide();
}

void Docks::stepFocus(int step, QWidget& panes)
{
    // The panes, then the docks that are not closed; those behind a tab are raised.
    std::vector<Dock*> docks{nullptr};
    for (Dock* dock : m_docks)
        if (!dock->isHidden() || !m_window.tabifiedDockWidgets(dock).isEmpty())
            docks.push_back(dock);
    std::size_t now = 0;
    for (std::size_t i = 1; i < docks.size(); ++i)
        if (docks[i]->isAncestorOf(QApplication::focusWidget()))
            now = i;
    for (std::size_t tried = 0; tried < docks.size(); ++tried) {
        now = (now + docks.size() + static_cast<std::size_t>(step)) % docks.size();
        if (!docks[now]) {
            panes.setFocus(Qt::ShortcutFocusReason);
            return;
        }
        docks[now]->raise();
        // A list or a table where there is one, else whatever takes the keyboard first.
        QWidget* target = nullptr;
        for (QAbstractItemView* view : docks[now]->findChildren<QAbstractItemView*>())
            if (!target && view->isVisibleTo(docks[now]))
                target = view;
        for (QWidget* widget : docks[now]->widget()->findChildren<QWidget*>())
            if (!target && widget->focusPolicy() & Qt::TabFocus && widget->isEnabled() &&
                widget->isVisibleTo(&m_window))
                target = widget;
        if (target) {
            target->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

void Docks::retranslate()
{
    const std::pair<const char*, QString> titles[] = {
        {"pairs", tr("Pairs")},           {"attribution", tr("Attribution")},
        {"comparison", tr("Comparison")}, {"firstSteps", tr("First steps")},
        {"probe", tr("Probe")},           {"stages", tr("Stages")},
        {"metrics", tr("Metrics")},       {"agreement", tr("Agreement")},
        {"histogram", tr("Histogram")},   {"profile", tr("Profile")},
        {"notes", tr("Notes")},           {"log", tr("Log")}};
    for (const auto& [name, title] : titles)
        named(name)->setTitle(title);
}

} // namespace duoscope
