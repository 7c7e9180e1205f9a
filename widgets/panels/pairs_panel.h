// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QAction;
class QLabel;
class QLineEdit;
class QMenu;
class QModelIndex;
class QSortFilterProxyModel;
class QToolButton;
class QTreeView;

namespace duoscope {

class PairsHint;
class PairsModel;
class Session;
class JobControl;
struct FoundPaths;
struct OpenResult;

/// The opened pairs: a list with a filter, ways to open more, and what can be done with them. Choosing a pair here
/// makes it the session's current one, and the other way round. Takes files and folders that are dropped on it. For the
/// window's thread; the session must outlive it.
class PairsPanel : public QWidget {
    Q_OBJECT
public:
    explicit PairsPanel(Session& session, QWidget* parent = nullptr);

    // For menus, too. All have object names, for shortcuts.
    QAction* openFilesAction() const { return m_openFiles; }
    QAction* openFolderAction() const { return m_openFolder; }
    QMenu* openDatasetMenu() const { return m_openDataset; } ///< an entry for each layout, the first: any
    QAction* removeAction() const { return m_remove; }

    /// Opens what findPaths() finds, in the background, and looks at the first pair of it.
    void open(const QStringList& paths);

Q_SIGNALS:
    /// What came of open(), the actions and dropping.
    void opened(const duoscope::OpenResult& result);
    void pathsOpened(const QStringList& paths); ///< what was asked for, for lists of recent files

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeActions();
    void makeLayout();
    void retranslate();
    void updateActions();
    void updateCount();
    void find(const QString& what, const std::function<FoundPaths(const JobControl&)>& look);
    void finishOpening(const OpenResult& result);
    void chooseFolder(const QString& title, const std::function<void(const QString&)>& open);
    void chooseFiles();
    void showCurrentPair();
    void takeCurrentPair(const QModelIndex& current);
    void expandNewGroups();
    std::vector<int> selectedIds() const;
    void fuse(const std::vector<int>& ids);
    void fuseGroup();
    void removeSelected();
    void showInFolder();
    void copyPaths();

    Session& m_session;
    PairsModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_filter;
    QAction* m_filterIcon;
    QTreeView* m_tree;
    PairsHint* m_hint;
    QLabel* m_count;
    QToolButton* m_datasetButton;
    QMenu* m_openDataset;
    QAction* m_openFiles;
    QAction* m_openFolder;
    QAction* m_fuse;
    QAction* m_fuseGroup;
    QAction* m_remove;
    QAction* m_showInFolder;
    QAction* m_copyPaths;
    QString m_lastFolder;
    int m_openings = 0;          ///< asked for so far
    QSet<QString> m_collapsed;   ///< names of groups that a person closed, for when they come back from a filter
    bool m_rowsAreGoing = false; ///< the view chooses another row by itself, which is nobody's wish
};

} // namespace duoscope
