// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as a user types them.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/full_disk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace duoscope::test;

class TestCliReport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// A page without the places at which long words may break.
    static QByteArray withoutBreaks(QByteArray page) { return page.replace("<wbr>", ""); }

    CliResult report(const QString& output, const QStringList& more = {}) const
    {
        return runCli(QStringList{"report", at("out"), "-o", at(output)} + more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 10; ++i) {
            placeImage(at(QString("ir/%1.png").arg(i)), pattern(64, 48, i));
            placeImage(at(QString("vi/%1.png").arg(i)), pattern(64, 48, i + 50));
        }
        for (const char* name : {"d1", "d2", "d3", "d4", "d5"}) {
            placeFile(at(QString("ir/%1.png").arg(name)), "damaged");
            placeImage(at(QString("vi/%1.png").arg(name)), pattern(64, 48, 1));
        }
        for (const char* name : {"n1", "n2", "n3"})
            placeImage(at(QString("ir/%1.png").arg(name)), pattern(64, 48, 1));
        for (const char* name : {"u1", "u2"}) {
            placeImage(at(QString("ir/%1.png").arg(name)), pattern(64, 48, 1));
            placeImage(at(QString("vi/%1.png").arg(name)), pattern(32, 48, 1));
        }
        const CliResult batch = runCli({"batch", "-i", at("ir"), "-v", at("vi"), "-o", at("out"), "-m", "laplacian",
                                        "average", "--metrics", "six"});
        QVERIFY2(batch.exitCode == 3, qPrintable(batch.messages));
    }

    void tenReasonsAreTold()
    {
        const CliResult html = report("report.html");
        QVERIFY2(html.exitCode == 0, qPrintable(html.messages));
        QCOMPARE(QString::fromUtf8(html.output).trimmed(), at("report.html"));
        QCOMPARE(report("report.json").exitCode, 0);
        const QByteArray page = readFile(at("report.html"));
        const QJsonArray failures = QJsonDocument::fromJson(readFile(at("report.json"))).object()["failures"].toArray();
        QCOMPARE(failures.size(), 10);
        for (const QJsonValue failure : failures) {
            const QString line = failure["item"].toString() + ": " + failure["reason"].toString();
            QVERIFY2(page.contains(line.toHtmlEscaped().toUtf8()), qPrintable(line));
        }
        QVERIFY(page.contains("10 of 20 pairs"));
        QVERIFY(!withoutBreaks(page).contains(m_folder.path().toUtf8()));
    }

    void formats()
    {
        for (const char* name : {"a.tex", "a.md", "a.csv", "b.htm"}) {
            const CliResult result = report(name, {"--pairs", "1", "--language", "zh", "--title", "夜 & night"});
            QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
            QVERIFY(!readFile(at(name)).isEmpty());
        }
        QVERIFY(readFile(at("b.htm")).contains("<h1>夜 &amp; night</h1>"));
        QVERIFY(readFile(at("b.htm")).contains("融合质量"));
        QVERIFY(QFile::exists(at("a-figure-1.png")));
        QCOMPARE(report("named", {"--format", "json", "--metrics", "EN"}).exitCode, 0);
        const QJsonObject json = QJsonDocument::fromJson(readFile(at("named"))).object();
        QCOMPARE(json["fusion"]["metrics"].toArray().size(), 1);
        QCOMPARE(report("pairs.html", {"--pairs", "3,7", "--per-image", "--paths"}).exitCode, 0);
        const QByteArray page = readFile(at("pairs.html"));
        QVERIFY(page.contains("<h2>Pair 7</h2>") && !page.contains("<h2>Pair 0</h2>"));
        QVERIFY(page.contains("Each pair: Average"));
        QVERIFY(withoutBreaks(page).contains(m_folder.path().toUtf8()));
    }

    void pdf()
    {
        if (QStandardPaths::findExecutable("chromium").isEmpty() &&
            QStandardPaths::findExecutable("pdflatex").isEmpty())
            QSKIP("there is neither Chromium nor LaTeX here");
        const CliResult result = report("report.pdf", {"--pairs", "1"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY(readFile(at("report.pdf")).startsWith("%PDF-"));
    }

    void pdfWithoutPrograms()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", at("nothing here").toUtf8());
        const CliResult result = report("never.pdf");
        qputenv("PATH", path);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("neither Chromium nor LaTeX is installed. Install chromium"),
                 qPrintable(result.messages));
        QVERIFY(!QFile::exists(at("never.pdf")));
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        const QString run = at("out"), file = at("never.html");
        QTest::newRow("no run") << QStringList{"-o", file} << 1 << "run is required";
        QTest::newRow("no output") << QStringList{run} << 1 << "--output is required";
        QTest::newRow("ending") << QStringList{run, "-o", at("never.docx")} << 1 << "no format has the ending .docx";
        QTest::newRow("format") << QStringList{run, "-o", file, "--format", "x"} << 1 << "Unknown report format";
        QTest::newRow("language") << QStringList{run, "-o", file, "--language", "xx"} << 1 << "Unknown language";
        QTest::newRow("metric") << QStringList{run, "-o", file, "--metrics", "MI"} << 1 << "the run measured EN";
        QTest::newRow("no metric") << QStringList{run, "-o", file, "--metrics", ","} << 1 << "no metric is named";
        QTest::newRow("pair") << QStringList{run, "-o", file, "--pairs", "nobody"} << 1 << "no pair of that name";
        QTest::newRow("side") << QStringList{run, "-o", file, "--picture-side", "3"} << 1 << "would show nothing";
        QTest::newRow("no folder") << QStringList{at("none"), "-o", file} << 2 << "there is no such folder";
        QTest::newRow("no batch") << QStringList{at("ir"), "-o", file} << 2 << "it holds no run.json";
        QTest::newRow("place") << QStringList{run, "-o", at("no such folder/never.html")} << 2 << "Cannot write";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = runCli(QStringList{"report"} + arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(!QFile::exists(at("never.html")));
    }

    void fullDisk()
    {
        CliResult result;
        {
            const FullDisk disk(3000);
            result = report("never.html");
        }
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("Cannot write"), qPrintable(result.messages));
        QVERIFY(!QFile::exists(at("never.html")));
    }
};

DUOSCOPE_TEST_MAIN(TestCliReport)
#include "tst_cli_report.moc"
