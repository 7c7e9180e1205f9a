// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include <vector>

namespace duoscope {

class Dock;

/// The docks around the panes: which there are, how they lie at first, and the keyboard's way through them.
class Docks : public QObject {
    Q_OBJECT
public:
    /// Of a window that outlives this.
    explicit Docks(QMainWindow& window);

    /// Takes the content. The object name is the dock's page in the help, too.
    Dock* add(const QString& objectName, QWidget* content, Qt::DockWidgetArea area);
    const std::vector<Dock*>& all() const { return m_docks; }

    /// As at the first start: side by side, or behind each other where the window is small.
    void reset();
    /// Shows one in front, by its object name.
    void raise(const QString& objectName);
    void hide(const QString& objectName);
    /// The keyboard goes from the panes through all docks that are not closed, and back to the panes.
    /// @param step  1 or -1
    void stepFocus(int step, QWidget& panes);
    /// Too small for all docks side by side.
    bool isWindowSmall() const;
    void retranslate();

private:
    Dock* named(const QString& objectName) const;

    QMainWindow& m_window;
    std::vector<Dock*> m_docks;
};

} // namespace duoscope
