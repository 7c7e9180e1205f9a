// SPDX-License-Identifier: GPL-3.0-or-later
// Installs what was built, as a package does, and looks at it with the eyes of a desktop, a shell and man.
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QDirIterator>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <memory>

using namespace duoscope::test;

namespace {

const QString kVersion = DUOSCOPE_PROJECT_VERSION;

struct Outcome {
    int exitCode = -1; ///< -1 where it crashed or did not end
    QString output;
    QString messages;
};

Outcome run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, {}, process.errorString()};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

/// The long options that a text names, without the dashes.
QSet<QString> optionsIn(const QString& text)
{
    static const QRegularExpression option("(?<![\\w-])--([a-z][a-z-]*)");
    QSet<QString> options;
    for (const QRegularExpressionMatch& match : option.globalMatch(text))
        options << match.captured(1);
    return options;
}

/// A manual page's source with its dashes as they are typed.
QString manualPage(const QString& path) { return QString::fromUtf8(readFile(path)).replace("\\-", "-"); }

/// Relative paths of all files below a folder.
QStringList filesBelow(const QString& folder)
{
    QStringList files;
    for (QDirIterator entry(folder, QDir::Files, QDirIterator::Subdirectories); entry.hasNext();)
        files << QDir(folder).relativeFilePath(entry.next());
    files.sort();
    return files;
}

/// The values of an attribute in all elements of a name.
QStringList attributes(const QString& path, const QString& element, const QString& attribute)
{
    QXmlStreamReader xml(readFile(path));
    QStringList values;
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == element)
            values << xml.attributes().value(attribute).toString();
    return xml.hasError() ? QStringList{xml.errorString()} : values;
}

} // namespace

#define SKIP_WITHOUT(program)                                                                                          \
    if (QStandardPaths::findExecutable(program).isEmpty())                                                             \
    QSKIP(program " is not installed")

class TestInstallation : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString installed(const QString& path) const { return m_folder->filePath("usr/" + path); }
    Outcome cli(const QStringList& arguments) const { return run(installed("bin/duoscope-cli"), arguments); }

    /// What bash offers for the last of the words.
    QStringList completions(const QStringList& words) const
    {
        const QString script = "source '%1'; COMP_WORDS=(%2); COMP_CWORD=%3; _duoscope_cli; echo \"${COMPREPLY[@]}\"";
        QStringList quoted{"duoscope-cli"};
        for (const QString& word : words)
            quoted << '\'' + word + '\'';
        const QString completion = installed("share/bash-completion/completions/duoscope-cli");
        const Outcome outcome = run("bash", {"-c", script.arg(completion, quoted.join(' ')).arg(words.size())});
        return outcome.messages.isEmpty() ? outcome.output.split(QRegularExpression("\\s+"), Qt::SkipEmptyParts)
                                          : QStringList{outcome.messages};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const Outcome outcome =
            run(DUOSCOPE_CMAKE, {"--install", DUOSCOPE_BUILD_DIR, "--prefix", installed(""), "--strip"});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.output + outcome.messages));
    }
    void cleanupTestCase() { m_folder.reset(); }

    void oneVersion()
    {
        QCOMPARE(run(installed("bin/duoscope"), {"--version"}).output.trimmed(), "duoscope " + kVersion);
        QCOMPARE(cli({"--version"}).output.trimmed(), "duoscope-cli " + kVersion);
        const QString package = QString::fromUtf8(readFile(DUOSCOPE_BUILD_DIR "/CPackConfig.cmake"));
        QVERIFY(package.contains("set(CPACK_PACKAGE_VERSION \"" + kVersion + "\")"));
        QCOMPARE(attributes(installed("share/metainfo/org.duoscope.Duoscope.metainfo.xml"), "release", "version"),
                 QStringList{kVersion});
        const QString changes = QString::fromUtf8(readFile(DUOSCOPE_SOURCE_DIR "/CHANGELOG.md"));
        QVERIFY2(changes.section("\n## ", 1, 1).startsWith(kVersion), "CHANGELOG.md begins with another version");
    }

    void programFindsWhatIsInstalled()
    {
        for (const char* folder : {"class_sets", "models", "samples"})
            QCOMPARE(filesBelow(installed(QString("share/duoscope/") + folder)),
                     filesBelow(QString(DUOSCOPE_SOURCE_DIR "/resources/") + folder));
        // The class set is read from the installed ones: without them the same command fails.
        const QStringList segmentations{"evaluate",
                                        "--class-set",
                                        "street",
                                        "--labels",
                                        installed("labels"),
                                        "--predictions",
                                        "same=" + installed("labels")};
        QVERIFY(QDir().mkpath(installed("labels")));
        QVERIFY(QFile::copy(installed("share/duoscope/samples/day/labels.png"), installed("labels/day.png")));
        const Outcome found = cli(segmentations);
        QVERIFY2(found.exitCode == 0, qPrintable(found.messages));
        QVERIFY(QFile::rename(installed("share/duoscope/class_sets"), installed("share/duoscope/elsewhere")));
        const Outcome missing = cli(segmentations);
        QVERIFY(QFile::rename(installed("share/duoscope/elsewhere"), installed("share/duoscope/class_sets")));
        QCOMPARE(missing.exitCode, 2);
        QVERIFY2(missing.messages.contains(installed("share/duoscope/class_sets")), qPrintable(missing.messages));
    }

    void manualHasEveryOption()
    {
        const QString page = manualPage(DUOSCOPE_BUILD_DIR "/installer/linux/duoscope-cli.1");
        const QString help = cli({"--help"}).output;
        static const QRegularExpression command("^  ([a-z]+) {2,}", QRegularExpression::MultilineOption);
        int commands = 0;
        for (const QRegularExpressionMatch& match : command.globalMatch(help.section("Subcommands:", 1))) {
            const QString name = match.captured(1);
            const QString section = page.section(".SS \"duoscope-cli " + name + "\"", 1).section("\n.SS ", 0, 0);
            QVERIFY2(!section.isEmpty(), qPrintable(name));
            QSet<QString> asked = optionsIn(cli({name, "--help"}).output);
            QVERIFY(asked.remove("help")); // told once, for all commands
            const QSet<QString> lacking = asked - optionsIn(QString(section).remove("\\fB"));
            QVERIFY2(lacking.isEmpty(), qPrintable(name + ": " + lacking.values().join(' ')));
            ++commands;
        }
        QVERIFY(commands >= 13);
    }

    void manualOfTheWindowIsThatOfItsOptions()
    {
        const QString page = manualPage(DUOSCOPE_BUILD_DIR "/installer/linux/duoscope.1");
        const QString options = page.section(".SH OPTIONS", 1).section(".SH", 0, 0).remove("\\fB");
        const Outcome help = run(installed("bin/duoscope"), {"--help"});
        QVERIFY(optionsIn(help.output).size() >= 6);
        QCOMPARE(optionsIn(options), optionsIn(help.output));
    }

    void manualPagesAreWellFormed()
    {
        SKIP_WITHOUT("man");
        SKIP_WITHOUT("groff");
        for (const char* name : {"duoscope.1.gz", "duoscope-cli.1.gz"}) {
            const QString page = installed(QString("share/man/man1/") + name);
            const Outcome shown = run("man", {"--warnings", "-E", "UTF-8", "-l", "-Tutf8", page});
            QVERIFY2(shown.exitCode == 0, qPrintable(shown.messages));
            QCOMPARE(shown.messages, QString());
            QVERIFY(shown.output.contains("Duoscope " + kVersion));
            const Outcome indexed = run("lexgrog", {page}); // what apropos will find
            QVERIFY2(indexed.output.contains(QString(name).section('.', 0, 0) + " - "), qPrintable(indexed.output));
        }
    }

    void bashCompletes_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QStringList>("offered");
        QTest::newRow("command") << QStringList{"eva"} << QStringList{"evaluate"};
        QTest::newRow("option") << QStringList{"fuse", "--infrared-"} << QStringList{"--infrared-range"};
        QTest::newRow("value") << QStringList{"fuse", "--attribution", ""} << QStringList{"exact", "fast", "off"};
        QTest::newRow("value after =") << QStringList{"fuse", "--attribution", "=", "e"} << QStringList{"exact"};
        QTest::newRow("method") << QStringList{"fuse", "-m", "lap"} << QStringList{"laplacian"};
        QTest::newRow("second method") << QStringList{"batch", "-m", "laplacian", "gui"} << QStringList{"guided"};
        QTest::newRow("path of a method") << QStringList{"batch", "-m", "own", "=", ""} << QStringList{};
        QTest::newRow("number") << QStringList{"fuse", "--threads", ""} << QStringList{};
        QTest::newRow("file") << QStringList{"fuse", "--infrared", "scenes/"} << QStringList{};
        QTest::newRow("of another command") << QStringList{"info", "--stag"} << QStringList{};
        QTest::newRow("argument") << QStringList{"completion", "z"} << QStringList{"zsh"};
    }
    void bashCompletes()
    {
        SKIP_WITHOUT("bash");
        QFETCH(QStringList, words);
        QFETCH(QStringList, offered);
        QCOMPARE(completions(words), offered);
    }

    void zshCompletionIsValid()
    {
        SKIP_WITHOUT("zsh");
        const Outcome outcome = run("zsh", {"-n", installed("share/zsh/vendor-completions/_duoscope-cli")});
        QVERIFY2(outcome.exitCode == 0 && outcome.messages.isEmpty(), qPrintable(outcome.messages));
    }

    void desktopEntryIsValid()
    {
        SKIP_WITHOUT("desktop-file-validate");
        const Outcome outcome =
            run("desktop-file-validate", {installed("share/applications/org.duoscope.Duoscope.desktop")});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.output));
        QCOMPARE(outcome.output, QString());
    }

    void metainfoIsValid()
    {
        SKIP_WITHOUT("appstreamcli");
        const Outcome outcome = run("appstreamcli", {"validate", "--no-net", "--no-color",
                                                     installed("share/metainfo/org.duoscope.Duoscope.metainfo.xml")});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.output));
    }

    void workspacesOpenInTheWindow()
    {
        const QString types = installed("share/mime/packages/duoscope.xml");
        QCOMPARE(attributes(types, "glob", "pattern"), QStringList{"*.duoscope"});
        const QString type = attributes(types, "mime-type", "type").value(0);
        const QString desktop =
            QString::fromUtf8(readFile(installed("share/applications/org.duoscope.Duoscope.desktop")));
        QVERIFY(desktop.section("MimeType=", 1).section('\n', 0, 0).split(';').contains(type));
        QVERIFY(desktop.contains("\nExec=duoscope %F\n"));
        const QString metainfo =
            QString::fromUtf8(readFile(installed("share/metainfo/org.duoscope.Duoscope.metainfo.xml")));
        QVERIFY(metainfo.contains("<mediatype>" + type + "</mediatype>"));
    }

    void iconInEverySize()
    {
        const QString icons = installed("share/icons/hicolor/");
        int sizes = 0;
        for (const QString& name : QDir(icons).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (name == "scalable")
                continue;
            const QImage icon(icons + name + "/apps/duoscope.png");
            const int size = name.section('x', 0, 0).toInt();
            QCOMPARE(icon.size(), QSize(size, size));
            QCOMPARE(icon.pixelColor(0, 0).alpha(), 0);                     // round corners
            QVERIFY(icon.pixelColor(size / 2, size / 2).lightness() > 200); // where both circles meet
            QVERIFY(icon.pixelColor(size / 4, size / 2).red() > 180);       // the infrared one
            QVERIFY(icon.pixelColor(3 * size / 4, size / 2).blue() > 180);  // the visible one
            ++sizes;
        }
        QVERIFY(sizes >= 8);
        QVERIFY(QFile::exists(icons + "scalable/apps/duoscope.svg"));
    }
};

DUOSCOPE_TEST_MAIN(TestInstallation)
#include "tst_installation.moc"
