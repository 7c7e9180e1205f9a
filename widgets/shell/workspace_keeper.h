// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QJsonObject;
class QPlainTextEdit;
class QWidget;

namespace duoscope {

class CompareGrid;
class Session;

/// Opens and saves workspaces for the window, and saves the session all the while, so that it comes back after a crash.
/// What goes wrong is said, not thrown.
class WorkspaceKeeper : public QObject {
    Q_OBJECT
public:
    /// All are there as long as the window is. @param sessionFile  where the session is saved a second after it changed
    WorkspaceKeeper(Session& session, CompareGrid& grid, QPlainTextEdit& notes, const QString& sessionFile,
                    QWidget& window);

    /// What was open in the last run, however that ended. A damaged file is kept aside.
    /// @return  whether that brought a pair whose files are there
    bool restoreSession();
    /// Says in the session's file that the run ended as it should.
    void saveAtEnd();

    /// In place of all that is open. Asks once where files are that moved.
    void open(const QString& file);
    /// False where that fails.
    bool save(const QString& file);
    /// That was opened or saved last; empty: none.
    const QString& file() const { return m_file; }

Q_SIGNALS:
    void said(const QString& sentence, bool failure);
    void missing(const QString& sentence); ///< of each single file, for the log
    void saved(const QString& file);

private:
    void saveSession();
    void askForMissing(const QString& file, const QJsonObject& workspace, const QStringList& missing);
    void show(const QString& file, const QJsonObject& workspace);

    Session& m_session;
    CompareGrid& m_grid;
    QPlainTextEdit& m_notes;
    QWidget& m_window;
    QString m_sessionFile;
    QString m_file;
    QTimer m_timer; ///< runs from the first change on, so that changes that come together are saved together
    bool m_failedBefore = false;
    bool m_ending = false;
};

} // namespace duoscope
