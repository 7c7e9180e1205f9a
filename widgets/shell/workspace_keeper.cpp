// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/workspace_keeper.h"

#include "core/base/error.h"
#include "widgets/shell/show_dialog.h"
#include "widgets/shell/workspace.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>

#include <utility>

namespace duoscope {
namespace {

constexpr int kSaveAfterMilliseconds = 1000;

} // namespace

WorkspaceKeeper::WorkspaceKeeper(Session& session, CompareGrid& grid, QPlainTextEdit& notes, const QString& sessionFile,
                                 QWidget& window)
    : QObject(&window), m_session(session), m_grid(grid), m_notes(notes), m_window(window), m_sessionFile(sessionFile)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kSaveAfterMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &WorkspaceKeeper::saveSession);
    // Whatever a workspace holds.
    const auto soon = [this] {
        if (!m_timer.isActive())
            m_timer.start();
    };
    for (const auto signal :
         {&Session::currentPairChanged, &Session::choiceChanged, &Session::stageChanged, &Session::selectedClassChanged,
          &Session::modelChanged, &Session::thermalScaleChanged, &Session::baselineChanged})
        connect(&session, signal, this, soon);
    for (const auto signal : {&Session::pairAdded, &Session::pairRemoved, &Session::pairChanged})
        connect(&session, signal, this, soon);
    for (const auto signal : {&CompareGrid::currentChanged, &CompareGrid::layersChanged})
        connect(&grid, signal, this, soon);
    for (const auto signal : {&ViewState::viewChanged, &ViewState::pinsChanged, &ViewState::lineChanged})
        connect(&grid.view(), signal, this, soon);
    connect(&notes, &QPlainTextEdit::textChanged, this, soon);
}

bool WorkspaceKeeper::restoreSession()
{
    if (!QFileInfo::exists(m_sessionFile))
        return false;
    try {
        const QJsonObject last = readWorkspace(m_sessionFile);
        applyWorkspace(last, m_session, m_grid);
        m_notes.setPlainText(notesOf(last));
        m_file = last.value("workspace").toString();
        for (const QString& file : missingFiles(last))
            Q_EMIT said(tr("%1 is not where it was").arg(file), true);
        if (last.value("running").toBool() && !m_session.pairs().empty())
            Q_EMIT said(tr("Duoscope did not end as it should; what was open is here again"), false);
        // Whether one file of a pair is there: what else is missing does not matter here.
        return missingFiles(describeWorkspace(m_session, m_grid, {}, m_sessionFile)).size() <
               2 * static_cast<qsizetype>(m_session.pairs().size());
    } catch (const Error& error) {
        // Kept aside, for it is about to be written anew.
        QFile::remove(m_sessionFile + ".damaged");
        QFile::rename(m_sessionFile, m_sessionFile + ".damaged");
        Q_EMIT said(QString::fromUtf8(error.what()), true);
        return false;
    }
}

void WorkspaceKeeper::saveAtEnd()
{
    m_ending = true;
    saveSession();
}

void WorkspaceKeeper::saveSession()
{
    m_timer.stop();
    QJsonObject workspace = describeWorkspace(m_session, m_grid, m_notes.toPlainText(), m_sessionFile);
    workspace["workspace"] = m_file;
    workspace["running"] = !m_ending;
    try {
        writeWorkspace(m_sessionFile, workspace);
        m_failedBefore = false;
    } catch (const Error& error) {
        if (!std::exchange(m_failedBefore, true)) // said once, not every second
            Q_EMIT said(QString::fromUtf8(error.what()), true);
    }
}

bool WorkspaceKeeper::save(const QString& file)
{
    try {
        writeWorkspace(file, describeWorkspace(m_session, m_grid, m_notes.toPlainText(), file));
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()), true);
        return false;
    }
    m_file = file;
    Q_EMIT saved(file);
    Q_EMIT said(tr("Workspace saved to %1").arg(file), false);
    return true;
}

void WorkspaceKeeper::open(const QString& file)
{
    try {
        const QJsonObject workspace = readWorkspace(file);
        const QStringList missing = missingFiles(workspace);
        if (missing.isEmpty())
            show(file, workspace);
        else
            askForMissing(file, workspace, missing);
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()), true);
    }
}

void WorkspaceKeeper::askForMissing(const QString& file, const QJsonObject& workspace, const QStringList& missing)
{
    auto* question = new QMessageBox(QMessageBox::Question, tr("Open workspace"),
                                     tr("%1 files of this workspace are not where they were. Show where one of them is "
                                        "now, and the others are found along with it.")
                                         .arg(missing.size()),
                                     QMessageBox::Cancel, &m_window);
    question->setObjectName("missingFiles");
    question->setInformativeText(missing.front());
    QPushButton* locate = question->addButton(tr("Locate…"), QMessageBox::AcceptRole);
    QPushButton* without = question->addButton(tr("Open without them"), QMessageBox::DestructiveRole);
    question->setDefaultButton(locate);
    connect(question, &QMessageBox::buttonClicked, this, [=, this](QAbstractButton* button) {
        if (button == without)
            show(file, workspace);
        if (button != locate)
            return;
        const QString name = QFileInfo(missing.front()).fileName();
        auto* dialog = new QFileDialog(&m_window, tr("Where is %1?").arg(name), {}, name);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [=, this](const QString& now) {
            QJsonObject found = workspace;
            relocate(found, missing.front(), now);
            show(file, found);
        });
        showDialog(&m_window, dialog);
    });
    showDialog(&m_window, question);
}

void WorkspaceKeeper::show(const QString& file, const QJsonObject& workspace)
{
    m_session.stop();
    while (!m_session.pairs().empty())
        m_session.removePair(m_session.pairs().back().id);
    applyWorkspace(workspace, m_session, m_grid);
    m_notes.setPlainText(notesOf(workspace));
    m_file = file;
    const QStringList gone = missingFiles(workspace);
    for (const QString& each : gone)
        Q_EMIT missing(tr("%1 is not where it was").arg(each));
    if (gone.isEmpty())
        Q_EMIT said(tr("%1 opened").arg(QFileInfo(file).fileName()), false);
    else
        Q_EMIT said(tr("%1 files are not where they were; Log has their names").arg(gone.size()), true);
}

} // namespace duoscope
