// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a paper can print the tables: by their structure and, where there is a LaTeX, by printing them.
#include "core/metrics/evaluation_report.h"
#include "core/metrics/table_writers.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <limits>

using namespace duoscope;

namespace {

/// Names that take all of LaTeX's signs, and those that only some places take.
const std::vector<std::string> kNames{"U2Fusion_{v2}^a & 5% #2 $x$", "[ours]*", "*SeA~Fusion\\x --``<b>''|"};

MetricTable meansOfThree()
{
    MetricTable table("Method_%", {{"EN", MetricDirection::HigherIsBetter, "bits", 3},
                                   {"Nabf_x", MetricDirection::LowerIsBetter, "", 2},
                                   {"SCD", MetricDirection::HigherIsBetter, "", 3}});
    for (std::size_t row = 0; row < kNames.size(); ++row) {
        MetricCell mean(MetricValue(7.0 - static_cast<double>(row)));
        mean.deviation = 0.25;
        table.addRow(kNames[row],
                     {mean,
                      {row == 1 ? MetricValue::undefined("100 % & more {") : MetricValue(-0.5)},
                      {MetricValue(row == 2 ? -std::numeric_limits<double>::infinity() : static_cast<double>(row))}});
    }
    return table;
}

/// All that a report can have: three methods, two of them compared, each image, left-out items, a segmentation, and
/// what a network sees.
EvaluationReport wholeReport()
{
    EvaluationReport report;
    report.perImage = true;
    Evaluation& fusion = report.fusion.emplace();
    fusion.methods = kNames;
    fusion.images = {"00_1", "[2]", "#3"};
    fusion.metrics = meansOfThree().columns();
    for (int method = 0; method < 3; ++method) {
        auto& images = fusion.values.emplace_back();
        for (int image = 0; image < 3; ++image)
            images.push_back({{5.0 + method * image}, {0.1 * method}, {method - 1.5}});
    }
    fusion.values[0][1][0] = MetricValue::undefined("it is {flat}");
    fusion.leftOut.push_back({"bad_}", "50 % of it is missing."});
    report.comparison = compareMethods(fusion, kNames[0], kNames[1]);

    const ClassSet classes("a_b", "", {{0, "unlabeled", {}}, {1, "car_#", {}}, {2, "[person]", {}}}, 0);
    SegmentationEvaluation& segmentation = report.segmentation.emplace();
    segmentation.classSet = classes.name();
    segmentation.methods = kNames;
    segmentation.images = {"1"};
    ConfusionMatrix matrix(3);
    const cv::Mat ids = (cv::Mat_<uchar>(1, 4) << 0, 1, 1, 1);
    for (std::size_t method = 0; method < kNames.size(); ++method) {
        matrix.add(cv::Mat(1, 4, CV_8UC1, cv::Scalar(1)), ids);
        segmentation.scores.push_back(scoreSegmentation(matrix, classes, segmentation.selection));
    }
    report.downstream = {"{model}_1 %.safetensors", segmentation, BoxEvaluation()};
    BoxEvaluation& boxes = *report.downstream->boxes;
    boxes.methods = kNames;
    boxes.classes = {{1, "car_#"}, {2, "[person]"}};
    boxes.counts = {{{3, 1}, {0, 0}}, {{3, 2}, {0, 0}}, {{3, 3}, {0, 0}}};
    boxes.lowBoxes = 2;
    boxes.images = {"1"};
    return report;
}

/// What keeps a row from being one of so many columns; empty if nothing.
QString rowProblem(QString row, qsizetype columns)
{
    if (!row.endsWith(" \\\\"))
        return "does not end in \\\\";
    row.chop(3);
    if (QRegularExpression("^\\s*[[*]").match(row).hasMatch())
        return "begins with what belongs to the \\\\ before it";
    row.remove(QRegularExpression("\\\\[{}%#_$&]")); // signs that are printed
    qsizetype depth = 0, cells = 1;
    bool math = false;
    for (const QChar c : std::as_const(row)) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        math ^= c == '$';
        cells += c == '&';
        if (depth < 0 || (c == '&' && (depth != 0 || math)))
            return "braces or dollars are not balanced within a cell";
        if (QString("%#_^~").contains(c))
            return QString("has a bare %1").arg(c);
        if (c.unicode() > 0x7e)
            return QString("has a sign that is not ASCII");
    }
    if (depth != 0 || math)
        return "braces or dollars are not balanced";
    return cells == columns ? QString() : QString("has %1 cells instead of %2").arg(cells).arg(columns);
}

/// The first "line N: …" that keeps text from being comments and tabulars of booktabs; empty if nothing.
QString latexProblem(const QString& text)
{
    static const QRegularExpression begin("^\\\\begin\\{tabular\\}\\{(l+r*)\\}$");
    const QStringList lines = text.split('\n');
    qsizetype columns = 0; // of the tabular that is open
    QStringList rules;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString& line = lines[i];
        const auto problem = [&](const QString& what) { return QString("line %1: %2: %3").arg(i + 1).arg(what, line); };
        if (line.startsWith('%') || (line.isEmpty() && columns == 0))
            continue;
        if (const auto match = begin.match(line); match.hasMatch()) {
            if (columns != 0)
                return problem("a tabular in a tabular");
            columns = match.captured(1).size();
            rules.clear();
        } else if (columns == 0) {
            return problem("is in no tabular");
        } else if (line == "\\end{tabular}") {
            if (rules.join(' ') != "\\toprule \\midrule \\bottomrule" &&
                rules.join(' ') != "\\toprule \\midrule \\midrule \\bottomrule")
                return problem("the rules are " + rules.join(' '));
            columns = 0;
        } else if (line.endsWith("rule")) {
            rules << line;
        } else if (const QString what = rowProblem(line, columns); !what.isEmpty()) {
            return problem(what);
        }
    }
    return columns == 0 ? QString() : QString("a tabular has no end");
}

/// Exit code of pdflatex on a document that holds the tables, and in `log` what it says.
int print(const QString& tables, QString& log)
{
    const QTemporaryDir folder;
    const QString document =
        "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n" + tables + "\n\\end{document}\n";
    if (!test::writeFile(folder.filePath("tables.tex"), document.toUtf8()))
        return -1;
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("pdflatex", {"-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "tables.tex"});
    const bool ended = process.waitForFinished(120'000);
    log = QString::fromUtf8(process.readAll());
    return ended && QFile::exists(folder.filePath("tables.pdf")) ? process.exitCode() : -1;
}

} // namespace

class TestLatexTables : public QObject {
    Q_OBJECT

    static void addTables()
    {
        QTest::addColumn<QString>("text");
        TableStyle summary;
        summary.summary = true;
        QTest::newRow("three methods") << QString::fromStdString(formatTable(meansOfThree(), TableFormat::Latex));
        QTest::newRow("with a summary") << QString::fromStdString(
            formatTable(meansOfThree(), TableFormat::Latex, summary));
        QTest::newRow("report") << QString::fromStdString(formatReport(wholeReport(), TableFormat::Latex));
    }

private Q_SLOTS:
    // First the check itself: it must find what keeps a table from being printed.

    void check_data()
    {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("problem"); // empty: none
        QTest::newRow("good") << "a\\_b {[}c{]} \\& 5\\% & \\textbf{1.0} $\\pm$ 2 \\\\"
                              << "";
        QTest::newRow("few") << "a \\\\"
                             << "has 1 cells instead of 2";
        QTest::newRow("many") << "a & 1 & 2 \\\\"
                              << "has 3 cells instead of 2";
        QTest::newRow("end") << "a & 1"
                             << "does not end";
        QTest::newRow("underscore") << "a_b & 1 \\\\"
                                    << "bare _";
        QTest::newRow("per cent") << "5% & 1 \\\\"
                                  << "bare %";
        QTest::newRow("number sign") << "#a & 1 \\\\"
                                     << "bare #";
        QTest::newRow("brace") << "a & \\textbf{1 \\\\"
                               << "not balanced";
        QTest::newRow("brace over cells") << "{a & 1} \\\\"
                                          << "within a cell";
        QTest::newRow("dollar") << "a & $1 \\\\"
                                << "not balanced";
        QTest::newRow("bracket") << "[a] & 1 \\\\"
                                 << "belongs to the";
        QTest::newRow("star") << "*a & 1 \\\\"
                              << "belongs to the";
        QTest::newRow("infinity") << "a & ∞ \\\\"
                                  << "not ASCII";
    }
    void check()
    {
        QFETCH(QString, row);
        QFETCH(QString, problem);
        const QString begin = "\\begin{tabular}{lr}\n\\toprule\nA & B \\\\\n\\midrule\n", end = "\n\\bottomrule\n";
        const QString found = latexProblem(begin + row + end + "\\end{tabular}\n");
        QCOMPARE(found.isEmpty(), problem.isEmpty());
        QVERIFY2(found.contains(problem) && (problem.isEmpty() || found.startsWith("line 5: ")), qPrintable(found));
        QVERIFY(!latexProblem(begin + row + end).isEmpty());
        QVERIFY(!latexProblem(begin + row + "\n\\end{tabular}\n").isEmpty());
        QVERIFY(!latexProblem(begin + begin).isEmpty());
        QVERIFY(!latexProblem("text\n").isEmpty());
    }

    // Then the tables.

    void structure_data() { addTables(); }
    void structure()
    {
        QFETCH(QString, text);
        QCOMPARE(latexProblem(text), QString());
        QVERIFY(text.contains("\\begin{tabular}{lrrr}"));
    }

    void pdflatexPrintsThem_data() { addTables(); }
    void pdflatexPrintsThem()
    {
        if (QStandardPaths::findExecutable("pdflatex").isEmpty())
            QSKIP("there is no pdflatex here (Debian: texlive-latex-base, texlive-latex-recommended)");
        if (QProcess::execute("kpsewhich", {"booktabs.sty"}) != 0)
            QSKIP("LaTeX lacks the package booktabs (Debian: texlive-latex-recommended)");
        QFETCH(QString, text);
        QString log;
        QVERIFY2(print("\\undefinedhere", log) != 0, qPrintable(log)); // it can fail
        QVERIFY2(print(text, log) == 0, qPrintable(log));
    }

    void signsOfText()
    {
        QCOMPARE(latexText("a-b--c---d"), "a-b-{}-c-{}-{}-d");
        QCOMPARE(latexText("[x] *"), "{[}x] {*}");
        QCOMPARE(latexText("W−, ``it''"), "W$-$, {}`{}`it'{}'");
        QCOMPARE(latexNumber("-0.5"), "$-$0.5");
        QCOMPARE(latexNumber("–"), "--");
    }

    void namesInOtherScripts()
    {
        MetricTable table("Method", {{"EN", MetricDirection::HigherIsBetter, "", 1}});
        table.addRow("Müller", {{1.0}});
        QVERIFY(formatTable(table, TableFormat::Latex).starts_with("% needs \\usepackage{booktabs}\n"));
        table.addRow("夜", {{1.0}});
        QVERIFY(
            formatTable(table, TableFormat::Latex).starts_with("% needs \\usepackage{booktabs}, and for the names "));
    }
};

DUOSCOPE_TEST_MAIN(TestLatexTables)
#include "tst_latex_tables.moc"
