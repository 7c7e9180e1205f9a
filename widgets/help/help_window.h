// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/help/help_library.h"

#include <QKeySequence>
#include <QWidget>

#include <functional>

class QLineEdit;
class QListWidget;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeWidget;

namespace duoscope {

class HelpBrowser;

/// The help: contents or what a search found, and a page. A window of its own beside what it explains; Esc closes it.
class HelpWindow : public QWidget {
    Q_OBJECT
public:
    /// @param actions  whose keys the pages name
    explicit HelpWindow(const QList<QAction*>& actions, QWidget* parent = nullptr);

    const HelpLibrary& library() const { return m_library; }
    HelpBrowser& browser() { return *m_browser; }
    void setLanguage(const QString& language);
    /// Shows a page, in front; the guided start where there is no such page.
    void open(const QString& page, const QString& anchor = {});

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(const char* icon, const QKeySequence& keys, const std::function<void()>& act);
    void retranslate();
    void fillContents();
    void search(const QString& words);
    void openHit(int row);
    void updateButtons();

    HelpLibrary m_library;
    HelpBrowser* m_browser;
    QToolButton* m_back;
    QToolButton* m_forward;
    QToolButton* m_start;
    QToolButton* m_smaller;
    QToolButton* m_larger;
    QLineEdit* m_search;
    QAction* m_searchIcon;
    QStackedWidget* m_side;
    QTreeWidget* m_contents;
    QListWidget* m_hits;
    QSplitter* m_splitter;
};

} // namespace duoscope
