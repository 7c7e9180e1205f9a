// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>

#include <functional>

namespace duoscope::test {

/// What a run of duoscope-cli gave.
struct CliResult {
    int exitCode = -1; ///< -1 where it crashed or did not end
    QByteArray output;
    QString messages; ///< standard error

    /// The last line of the messages: the error's sentence.
    QString sentence() const { return messages.trimmed().section('\n', -1); }
};

/// @param inChild  runs in the child before the program starts, for limits and other users
inline CliResult runCli(const QStringList& arguments, const std::function<void()>& inChild = {})
{
    QProcess process;
    if (inChild)
        process.setChildProcessModifier(inChild);
    process.start(DUOSCOPE_CLI, arguments);
    const bool ended = process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit;
    QString messages = QString::fromUtf8(process.readAllStandardError());
    // Where lines are counted (coverage.sh), a program that may not write says last that it can't write the counts.
    messages.remove(QRegularExpression("^LLVM Profile Error: .*\\n", QRegularExpression::MultilineOption));
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), messages};
}

} // namespace duoscope::test
