// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as documents: what is in them, that names can't break them, and that LaTeX prints them.
#include "core/base/error.h"
#include "core/metrics/table_numbers.h"
#include "core/report/batch_report.h"
#include "core/report/page.h"
#include "core/report/report_writer.h"
#include "tests/core/report/small_batch.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/full_disk.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace duoscope;
using namespace duoscope::test;

class TestReportPages : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Report m_report;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    QString html(Language language = Language::English) const
    {
        return QString::fromStdString(htmlPage(layOut(m_report, language)));
    }

    /// The cells of the table that follows a heading, row by row, with their marks as tags.
    static QList<QStringList> tableAfter(const QString& html, const QString& heading)
    {
        const qsizetype begin = html.indexOf("<tbody>", html.indexOf(">" + heading + "<"));
        const QString body = html.mid(begin, html.indexOf("</tbody>", begin) - begin);
        QList<QStringList> rows;
        static const QRegularExpression row("<tr>(.*?)</tr>", QRegularExpression::DotMatchesEverythingOption);
        static const QRegularExpression cell("<td>(.*?)</td>");
        for (auto match = row.globalMatch(body); match.hasNext();) {
            rows << QStringList();
            for (auto cells = cell.globalMatch(match.next().captured(1)); cells.hasNext();)
                rows.back() << cells.next().captured(1);
        }
        return rows;
    }

    /// Runs a LaTeX in the folder; its log in `log`.
    static int typeset(const QString& program, const QString& folder, QString& log)
    {
        QProcess process;
        process.setWorkingDirectory(folder);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, {"-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "report.tex"});
        const bool ended = process.waitForFinished(240'000);
        log = QString::fromUtf8(process.readAll());
        return ended && QFile::exists(folder + "/report.pdf") ? process.exitCode() : -1;
    }

    static bool lacksPackages()
    {
        for (const char* package : {"booktabs.sty", "pict2e.sty", "xcolor.sty", "iftex.sty", "geometry.sty"})
            if (QProcess::execute("kpsewhich", {package}) != 0)
                return true;
        return false;
    }

private Q_SLOTS:
    void initTestCase()
    {
        makeBatch(at("data"), {"laplacian", "guided", "average"});
        addAttribution(at("data/run"), "laplacian",
                       {{kAwkwardNames[0], 0.2}, {kAwkwardNames[1], 0.4}, {kAwkwardNames[2], 0.6}, {"plain", 1.0}});
        ReportOptions options;
        options.classSets = std::filesystem::path(DUOSCOPE_SOURCE_DIR) / "resources/class_sets";
        options.pairs = 4;
        options.perImage = true;
        m_report = reportOfBatch(toPath(at("data/run")), options);
    }

    void meansAndMarks()
    {
        const Evaluation& evaluation = *m_report.quality.fusion;
        const QList<QStringList> rows = tableAfter(html(), "Fusion quality");
        QCOMPARE(rows.size(), 3);
        const QStringList titles{"Laplacian pyramid", "Guided filter", "Average"};
        for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
            const MetricColumn& column = evaluation.metrics[metric];
            QList<double> printed; // worked out from the single values
            for (std::size_t method = 0; method < 3; ++method) {
                double sum = 0;
                for (const MetricValue& value : evaluation.valuesOf(method, metric))
                    sum += value.value;
                printed << QString::number(sum / static_cast<double>(evaluation.images.size()), 'f', column.decimals)
                               .toDouble();
            }
            QList<double> order = printed;
            std::sort(order.begin(), order.end());
            if (column.direction == MetricDirection::HigherIsBetter)
                std::reverse(order.begin(), order.end());
            order.erase(std::unique(order.begin(), order.end()), order.end());
            for (qsizetype method = 0; method < 3; ++method) {
                QCOMPARE(rows[method][0], titles[method]);
                QCOMPARE(rows[method].size(), 6);
                const QString cell = rows[method][static_cast<qsizetype>(metric) + 1];
                const QString number = QString::number(printed[method], 'f', column.decimals).replace('-', "−");
                const QString expected = order.size() > 1 && printed[method] == order[0]   ? "<b>" + number + "</b>"
                                         : order.size() > 1 && printed[method] == order[1] ? "<u>" + number + "</u>"
                                                                                           : number;
                QVERIFY2(cell.startsWith(expected + " <span class=\"d\">±"), qPrintable(cell + " | " + expected));
            }
        }
        QVERIFY(html().contains("Nabf&nbsp;↓"));
        QVERIFY(html().contains("EN&nbsp;↑"));
    }

    void failuresAreListed()
    {
        for (const Language language : {Language::English, Language::Chinese}) {
            const QString text = html(language);
            QVERIFY(text.contains("damaged"));
            QVERIFY(text.contains("its content is none of the supported image formats"));
            QVERIFY(text.contains("lonely"));
        }
        const QString markdown = QString::fromStdString(markdownPage(layOut(m_report, Language::English), "r-"));
        QVERIFY(markdown.contains("its content is none of the supported image formats"));
    }

    void htmlNeedsNothingElse()
    {
        QString text = html();
        text.remove("http://www.w3.org/2000/svg");
        for (const char* reference :
             {"http:", "https:", "file:", "//cdn", "url(", "@import", "<script", "<link", "<iframe"})
            QVERIFY2(!text.contains(reference, Qt::CaseInsensitive), reference);
        static const QRegularExpression source("(src|href)=\"([^\"]{0,20})");
        int pictures = 0;
        for (auto match = source.globalMatch(text); match.hasNext(); ++pictures)
            QVERIFY(match.next().captured(2).startsWith("data:image/png"));
        QVERIFY(pictures >= 4 * 9);
        QVERIFY(text.contains("default-src 'none'"));
    }

    /// The markup is well formed: it reads as XML but for the elements that HTML does not close.
    void htmlIsWellFormed()
    {
        for (const Language language : {Language::English, Language::Chinese}) {
            QString text = html(language);
            text.remove("<!DOCTYPE html>").replace("<wbr>", "<wbr/>").replace("&nbsp;", " ");
            text.replace(QRegularExpression("<(meta|img)([^>]*)>"), "<\\1\\2/>");
            QXmlStreamReader reader(text);
            QStringList elements;
            while (!reader.atEnd())
                if (reader.readNext() == QXmlStreamReader::StartElement)
                    elements << reader.name().toString();
            QVERIFY2(!reader.hasError(),
                     qPrintable(reader.errorString() + QString(" in line %1").arg(reader.lineNumber())));
            QCOMPARE(elements.count("h1"), 1);
            QVERIFY(elements.count("svg") >= 3);
        }
    }

    void namesAreEscaped()
    {
        const QString text = html();
        QVERIFY(text.contains("a&lt;b&gt;&amp;&quot;c&#39;"));
        QVERIFY(!text.contains("a<b>&"));
        Report evil = m_report;
        evil.title = "</style><script>alert(1)</script>";
        evil.run = "\xff\x01";
        const QString page = QString::fromStdString(htmlPage(layOut(evil, Language::English)));
        QVERIFY(!page.contains("<script>"));
        QVERIFY(page.contains("run \uFFFD?"));
        const QString markdown = QString::fromStdString(markdownPage(layOut(evil, Language::English), "r-"));
        QVERIFY(markdown.contains("\\<script\\>"));
    }

    void noFoldersAreTold()
    {
        const QString own = QFileInfo(m_folder.path()).fileName();
        QDir().mkpath(at("out"));
        for (const ReportFormat format :
             {ReportFormat::Html, ReportFormat::Latex, ReportFormat::Markdown, ReportFormat::Csv, ReportFormat::Json}) {
            const auto files =
                writeReport(m_report, toPath(at("out/" + QString::fromStdString(toString(format)))), format);
            const QByteArray text = readFile(QString::fromStdString(files[0].string()));
            QVERIFY(!text.isEmpty());
            QVERIFY2(!text.contains(own.toUtf8()), files[0].c_str());
            QVERIFY2(!text.contains("/ir/"), files[0].c_str());
        }
        ReportOptions options;
        options.paths = true;
        const Report told = reportOfBatch(toPath(at("data/run")), options);
        for (const auto& [name, path] : told.paths) // reasons have none, for the batch did not write them
            QVERIFY2(path.find(own.toStdString()) != std::string::npos, path.c_str());
        QVERIFY(told.paths.contains("run"));
    }

    void chinese()
    {
        const QString text = html(Language::Chinese);
        for (const char* heading :
             {"约定与来源", "融合质量", "平均排名", "各类别归因", "阶段", "本次运行的警告", "图像对 plain"})
            QVERIFY2(text.contains(heading), heading);
        QVERIFY(text.contains("lang=\"zh-Hans\""));
        for (const char* heading : {"Conventions", "Fusion quality", "Warnings"})
            QVERIFY2(!text.contains(heading), heading);
        const std::string latex = latexPage(layOut(m_report, Language::Chinese), "r-");
        QVERIFY(needsUnicodeEngine(latex));
        QVERIFY(latex.find("use XeLaTeX or LuaLaTeX") != std::string::npos);
    }

    void latexText()
    {
        const QString text = QString::fromStdString(latexPage(layOut(m_report, Language::English), "report-"));
        QVERIFY(text.contains("it\\_50\\%\\#1 \\{x\\} \\$y\\textasciicircum{}2\\textasciitilde{}\\textbackslash{}"));
        QVERIFY(text.contains("\\nonlatin{夜}{U+591C} scene"));
        QVERIFY(text.contains("\\textbf{"));
        static const QRegularExpression picture("\\\\includegraphics\\[[^]]*\\]\\{([^}]*)\\}");
        QStringList named;
        for (auto match = picture.globalMatch(text); match.hasNext();)
            named << match.next().captured(1);
        QStringList written;
        for (const auto& [name, bytes] : pictureFiles(layOut(m_report, Language::English), "report-"))
            written << QString::fromStdString(name);
        QVERIFY(named.size() > 30);
        QCOMPARE(named, written);
    }

    void latexPrints_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<bool>("chinese");
        QTest::newRow("pdflatex") << "pdflatex" << false;
        QTest::newRow("xelatex, Chinese") << "xelatex" << true;
    }
    void latexPrints()
    {
        QFETCH(QString, program);
        QFETCH(bool, chinese);
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable("there is no " + program + " here (Debian: texlive-latex-recommended, texlive-xetex)"));
        if (lacksPackages())
            QSKIP("LaTeX lacks packages (Debian: texlive-latex-recommended)");
        writeReport(m_report, toPath(at(program)), ReportFormat::Latex,
                    chinese ? Language::Chinese : Language::English);
        QString log;
        QVERIFY2(typeset(program, at(program), log) == 0, qPrintable(log.right(3000)));
        QVERIFY2(!log.contains("Overfull"), qPrintable(log));
        QVERIFY2(!log.contains("Missing character") || chinese, qPrintable(log));
    }

    /// Twenty metrics, long names: no table may be wider than the page.
    void wideTables()
    {
        Report wide = m_report;
        Evaluation& evaluation = *wide.quality.fusion;
        const std::vector<MetricColumn> columns = evaluation.metrics;
        for (int copy = 0; copy < 3; ++copy)
            for (const MetricColumn& column : columns)
                evaluation.metrics.push_back({column.name + std::to_string(copy), column.direction, "", 3});
        for (auto& method : evaluation.values)
            for (auto& image : method)
                for (int copy = 0; copy < 3; ++copy)
                    for (std::size_t i = 0; i < columns.size(); ++i)
                        image.push_back(image[i]);
        wide.methods[0].title = "A method with a name that is far too long for the column of a table that it stands in";
        const QString text = QString::fromStdString(htmlPage(layOut(wide, Language::English)));
        static const QRegularExpression head("<thead><tr>(.*?)</tr>");
        int tables = 0;
        for (auto match = head.globalMatch(text); match.hasNext(); ++tables)
            QVERIFY(match.next().captured(1).count("<th>") <= 11);
        QVERIFY(tables > 10);
        if (QStandardPaths::findExecutable("pdflatex").isEmpty() || lacksPackages())
            QSKIP("there is no pdflatex here, or it lacks packages (Debian: texlive-latex-recommended)");
        writeReport(wide, toPath(at("wide")), ReportFormat::Latex);
        QString log;
        QVERIFY2(typeset("pdflatex", at("wide"), log) == 0, qPrintable(log.right(3000)));
        QVERIFY2(!log.contains("Overfull"), qPrintable(log));
    }

    void filesOfReports()
    {
        const auto tex = writeReport(m_report, toPath(at("paper/my report 夜.tex")), ReportFormat::Latex);
        QCOMPARE(tex[0].filename().string(), "my report 夜.tex");
        QVERIFY(tex.size() > 30);
        for (const auto& file : tex)
            QVERIFY2(QFile::exists(QString::fromStdString(file.string())), file.c_str());
        QCOMPARE(tex[1].filename().string(), "my-report-figure-1.png");
        const auto markdown = writeReport(m_report, toPath(at("paper")), ReportFormat::Markdown);
        QCOMPARE(markdown[0].filename().string(), "report.md");
        QCOMPARE(QDir(at("paper")).entryList(QDir::Hidden | QDir::AllEntries | QDir::NoDotAndDotDot).size(),
                 static_cast<qsizetype>(tex.size() + markdown.size()));
    }

    void nothingMeasured()
    {
        makeBatch(at("bare"), {"average"}, {});
        const Report bare = reportOfBatch(toPath(at("bare/run")));
        QVERIFY(QString::fromStdString(htmlPage(layOut(bare, Language::English))).contains("measured no metrics"));
        QVERIFY(!latexPage(layOut(bare, Language::English), "r-").empty());
    }

    void unwritablePlaces()
    {
        placeFile(at("file"), "x");
        for (const ReportFormat format : {ReportFormat::Html, ReportFormat::Json, ReportFormat::Csv}) {
            VERIFY_ERROR(writeReport(m_report, toPath(at("file/report.x")), format), "Cannot write");
            VERIFY_ERROR(writeReport(m_report, toPath(at("no folder/report.x")), format), "Cannot write");
        }
        VERIFY_ERROR(writeReport(m_report, toPath(at("file/report.tex")), ReportFormat::Latex), "Cannot write");
        QDir().mkpath(at("full"));
        const FullDisk disk(2000);
        for (const ReportFormat format :
             {ReportFormat::Html, ReportFormat::Latex, ReportFormat::Markdown, ReportFormat::Csv, ReportFormat::Json})
            VERIFY_ERROR(
                writeReport(m_report, toPath(at("full/report." + QString::fromStdString(toString(format)))), format),
                "Cannot write");
        QCOMPARE(QDir(at("full")).entryList(QDir::Hidden | QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }
};

DUOSCOPE_TEST_MAIN(TestReportPages)
#include "tst_report_pages.moc"
