// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/diagnosis/state_folder.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace duoscope {

QString stateFolder()
{
    // By the specification of these folders, a relative one does not count.
    QString above = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(above))
        above = QDir::home().filePath(".local/state");
    const QString folder = QDir(above).filePath("duoscope");
    return makePrivateFolder(folder) ? folder : QString();
}

bool makePrivateFolder(const QString& folder)
{
    return QDir().mkpath(folder) &&
           QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QString withoutHome(QString text)
{
    const QString home = QDir::homePath();
    if (home.size() > 1) // not "/", which many a service has for a home
        text.replace(QRegularExpression(QRegularExpression::escape(home) + "(?![\\w.-])"), "~");
    return text;
}

} // namespace duoscope
