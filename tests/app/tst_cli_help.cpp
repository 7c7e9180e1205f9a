// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands say of themselves.
#include "tests/app/run_cli.h"
#include "tests/support/error_log_guard.h"

#include <QRegularExpression>

using namespace duoscope::test;

namespace {

/// Names of an option or command, and what is said of it.
struct Entry {
    QString names;
    QString description;
};

/// The entries of a section of a help text. A description begins in a column of its own, or on the next line.
QList<Entry> entriesOf(const QString& text)
{
    static const QRegularExpression entry("^  ([-\\w].*?)(?:\\s{2,}(\\S.*))?$");
    QList<Entry> entries;
    const QString listed = text.section("\n\n", 1); // behind usage
    for (const QString& line : listed.split('\n')) {
        if (line.startsWith("  duoscope-cli")) // an example
            continue;
        if (const auto match = entry.match(line); match.hasMatch())
            entries.append({match.captured(1), match.captured(2)});
        else if (line.startsWith("          ") && !entries.isEmpty() && entries.back().description.isEmpty())
            entries.back().description = line.trimmed();
    }
    return entries;
}

class TestCliHelp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theReaderOfHelpTexts()
    {
        const QList<Entry> entries =
            entriesOf("Does things\nUsage: x\n\nOptions:\n  -a,--all TEXT        Takes all\n"
                      "  --very-long TEXT:{a,b}=a REQUIRED\n                       On the next "
                      "line\n  --bare TEXT\n\n  duoscope-cli x --all\n");
        QCOMPARE(entries.size(), 3);
        QCOMPARE(entries[0].description, "Takes all");
        QCOMPARE(entries[1].description, "On the next line");
        QVERIFY(entries[2].description.isEmpty());
    }

    void everyCommand_data()
    {
        QTest::addColumn<QString>("command");
        const QString all = runCli({"--help"}).output;
        int commands = 0;
        for (const Entry& entry : entriesOf(all.mid(all.indexOf("Subcommands:") - 2))) {
            QTest::newRow(qPrintable(entry.names)) << entry.names;
            QVERIFY2(entry.description.size() > 10, qPrintable(entry.names));
            ++commands;
        }
        QVERIFY(commands >= 13);
    }
    void everyCommand()
    {
        QFETCH(QString, command);
        const CliResult result = runCli({command, "--help"});
        QCOMPARE(result.exitCode, 0);
        QVERIFY(result.messages.isEmpty());
        const QString text = QString::fromUtf8(result.output);
        QVERIFY2(text.section('\n', 0, 0).size() > 10, qPrintable(text)); // what it is for
        const QList<Entry> entries = entriesOf(text);
        QVERIFY(!entries.isEmpty());
        for (const Entry& entry : entries) {
            QVERIFY2(entry.description.size() >= 10,
                     qPrintable(command + " " + entry.names + ": " + entry.description));
            QVERIFY2(entry.description.contains(' '), qPrintable(command + " " + entry.names)); // more than a word
        }
        QVERIFY2(text.contains("\n  duoscope-cli " + command), qPrintable(command + " has no example"));
        // Each example names options that there are.
        static const QRegularExpression option("(?:^|\\s)(--[a-z-]+)");
        for (const QString& line : text.split('\n'))
            if (line.startsWith("  duoscope-cli " + command + " "))
                for (auto match = option.globalMatch(line.section('#', 0, 0)); match.hasNext();) {
                    const QString name = match.next().captured(1);
                    QVERIFY2(std::any_of(entries.begin(), entries.end(),
                                         [&name](const Entry& entry) {
                                             return entry.names.split(QRegularExpression("[, ]")).contains(name);
                                         }),
                             qPrintable(line + " names " + name));
                }
    }
};

} // namespace

DUOSCOPE_TEST_MAIN(TestCliHelp)
#include "tst_cli_help.moc"
