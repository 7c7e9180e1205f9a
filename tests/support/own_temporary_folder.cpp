// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/own_temporary_folder.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace duoscope::test {
namespace {

bool isRunning(pid_t process) { return ::kill(process, 0) == 0 || errno == EPERM; }

} // namespace

OwnTemporaryFolder::OwnTemporaryFolder()
{
    // Of this user alone, so that another's can't be in the way.
    const QDir all(QDir::temp().filePath("duoscope-tests-" + QString::number(::getuid())));
    for (const QString& process : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (const pid_t id = process.toInt(); id > 0 && !isRunning(id))
            QDir(all.filePath(process)).removeRecursively();
    m_folder = all.filePath(QString::number(::getpid()));
    QDir(m_folder).removeRecursively(); // of an earlier process with this number
    QDir().mkpath(m_folder);
    qputenv("TMPDIR", m_folder.toLocal8Bit());
}

OwnTemporaryFolder::~OwnTemporaryFolder()
{
    QDir(m_folder).removeRecursively();
    QDir().rmdir(QFileInfo(m_folder).path()); // stays while other tests run
}

} // namespace duoscope::test
