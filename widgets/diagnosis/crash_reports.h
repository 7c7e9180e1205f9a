// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace duoscope {

/// Traces that crashes left in a folder (core/base/crash_trace.h) and nobody has been told of yet, the newest first.
QStringList newCrashReports(const QString& folder);

/// They count as told from now on: each is kept as NAME.seen.txt. Of the older ones only the last few stay.
void markCrashReportsSeen(const QString& folder);

/// As people read it; empty where it can't be read.
QString crashReportText(const QString& file);

} // namespace duoscope
