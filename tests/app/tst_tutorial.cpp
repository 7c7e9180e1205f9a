// SPDX-License-Identifier: GPL-3.0-or-later
// Runs every command of TUTORIAL.md, as a reader would, and looks for what it promises.
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace duoscope::test;

namespace {

QString tutorial() { return QString::fromUtf8(readFile(DUOSCOPE_SOURCE_DIR "/TUTORIAL.md")); }

QStringList commandBlocks(const QString& text)
{
    static const QRegularExpression block("^```sh\\n(.*?)^```$", QRegularExpression::MultilineOption |
                                                                     QRegularExpression::DotMatchesEverythingOption);
    QStringList blocks;
    for (const QRegularExpressionMatch& match : block.globalMatch(text))
        blocks << match.captured(1);
    return blocks;
}

} // namespace

class TestTutorial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsAreFoundInTheText()
    {
        QCOMPARE(commandBlocks("a\n```sh\none \\\n  more\n```\n```console\n$ not this\n```\n```sh\ntwo\n```\n"),
                 (QStringList{"one \\\n  more\n", "two\n"}));
    }

    void everyCommandWorks()
    {
        const QTemporaryDir folder;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH", QFileInfo(DUOSCOPE_CLI).path() + ':' + environment.value("PATH"));
        const QStringList blocks = commandBlocks(tutorial());
        QVERIFY(blocks.size() >= 7);
        for (const QString& block : blocks) {
            QProcess shell;
            shell.setProcessEnvironment(environment);
            shell.setWorkingDirectory(folder.path());
            shell.start("bash", {"-euo", "pipefail", "-c", block});
            QVERIFY2(shell.waitForFinished(500'000), qPrintable(block));
            QVERIFY2(shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0,
                     qPrintable(block + shell.readAllStandardError()));
        }

        // Every file and folder that the text names is there, and none is empty.
        static const QRegularExpression name("`((?:scenes|run|paper|why|what-if)/[^`]*)`");
        int named = 0;
        for (const QRegularExpressionMatch& match : name.globalMatch(tutorial())) {
            const QFileInfo promised(folder.filePath(match.captured(1)));
            QVERIFY2(promised.exists(), qPrintable(match.captured(1)));
            QVERIFY2(promised.isDir() || promised.size() > 0, qPrintable(match.captured(1)));
            ++named;
        }
        QVERIFY(named >= 10);

        const QString table = QString::fromUtf8(readFile(folder.filePath("paper/table.tex")));
        for (const char* word :
             {"UAAFusion &", "Laplacian &", "Guided filter &", "\\toprule", "\\textbf{", "\\underline{"})
            QVERIFY2(table.contains(word), word);
        const QString figures = QString::fromUtf8(readFile(folder.filePath("paper/figures.tex")));
        QVERIFY(figures.contains("\\section*{Pair 000067}"));
        QVERIFY(readFile(folder.filePath("why/gray.png")) != readFile(folder.filePath("what-if/gray.png")));
    }
};

DUOSCOPE_TEST_MAIN(TestTutorial)
#include "tst_tutorial.moc"
