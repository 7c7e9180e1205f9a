// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/diagnosis/crash_reports.h"

#include "core/base/crash_trace.h"

#include <QDir>
#include <QFile>

namespace duoscope {
namespace {

constexpr qsizetype kKept = 5;
constexpr const char* kSeen = ".seen.txt";

/// By name, which begins with the time.
QStringList traces(const QString& folder, bool seen)
{
    QStringList found;
    for (const QString& name : QDir(folder).entryList({"crash-*.txt"}, QDir::Files, QDir::Name | QDir::Reversed))
        if (name.endsWith(kSeen) == seen)
            found << QDir(folder).filePath(name);
    return found;
}

} // namespace

QStringList newCrashReports(const QString& folder) { return folder.isEmpty() ? QStringList() : traces(folder, false); }

void markCrashReportsSeen(const QString& folder)
{
    for (const QString& file : newCrashReports(folder))
        QFile::rename(file, file.chopped(4) + kSeen);
    const QStringList seen = traces(folder, true);
    for (const QString& old : seen.mid(std::min(kKept, seen.size())))
        QFile::remove(old);
}

QString crashReportText(const QString& file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    return QString::fromStdString(readableTrace(opened.readAll().toStdString()));
}

} // namespace duoscope
