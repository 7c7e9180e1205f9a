// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>

namespace duoscope::test {

/// What a run of duoscope-cli gave.
struct CliResult {
    int exitCode = -1; ///< -1 where it crashed or did not end
    QByteArray output;
    QString messages; ///< standard error

    /// The last line of the messages: the error's sentence.
    QString sentence() const { return messages.trimmed().section('\n', -1); }
};

inline CliResult runCli(const QStringList& arguments)
{
    QProcess process;
    process.start(DUOSCOPE_CLI, arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
    return {process.exitCode(), process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
}

} // namespace duoscope::test
