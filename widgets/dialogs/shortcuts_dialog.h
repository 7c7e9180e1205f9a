// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

#include <vector>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace duoscope {

/// All actions with their keys, which can be changed here. A change counts at once and is saved under the action's
/// object name; actions without one are left out. Keys that another action has are refused. Modeless.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    /// @param actions  outlive the dialog; applySavedShortcuts() was called with them before
    explicit ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent = nullptr);

    /// Gives actions the keys that were saved for them. To be called once, after they got their default keys.
    static void applySavedShortcuts(const QList<QAction*>& actions);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        QAction* action;
        QTreeWidgetItem* item;
        QKeySequenceEdit* edit;
    };

    void addRow(QAction* action);
    void makeLayout();
    void retranslate();
    void fillRow(const Row& row);
    void filter(const QString& text);
    void rebind(const Row& row);
    void reset(const Row& row);
    void resetCurrent();
    void resetAll();
    const Row* conflict(const Row& row, const QKeySequence& keys) const;
    void say(const QString& sentence);

    std::vector<Row> m_rows;
    QLineEdit* m_filter;
    QTreeWidget* m_list;
    QLabel* m_note;
    QPushButton* m_reset;
    QPushButton* m_resetAll;
};

} // namespace duoscope
