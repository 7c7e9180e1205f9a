// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace duoscope {

class Session;

/// What somebody who looks into a problem has to know: versions, the machine, the settings that matter, the last lines
/// of the log. In English whatever the window's language, for it is to be read by others; the home folder is shown as
/// "~", and names of pictures are in it only where the log has them.
/// @param language  "en" or "zh_CN"
/// @param logFile   may be empty
QString diagnosticsText(const Session& session, const QWidget& window, const QString& language, const QString& logFile);

} // namespace duoscope
