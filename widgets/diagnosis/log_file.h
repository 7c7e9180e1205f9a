// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace duoscope {

/// From now on what is logged goes to duoscope.log in the folder, and warnings and errors to standard error as well;
/// Qt's own messages, too. Two older files of 1 MB are kept. Only its user may read them. To be called once, in main.
/// @param folder  empty: standard error alone
/// @return the file; empty where none can be written, which was said on standard error then
QString startLog(const QString& folder);

/// The last lines of a log file, the newest last.
QStringList lastLines(const QString& file, int count);

} // namespace duoscope
