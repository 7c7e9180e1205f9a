// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts that reports are made of.
#include "core/base/error.h"
#include "core/base/path_hider.h"
#include "core/fusion/npy.h"
#include "core/report/chart.h"
#include "core/report/external_program.h"
#include "core/report/html_text.h"
#include "core/report/npy_reader.h"
#include "core/report/page.h"
#include "core/report/report_writer.h"
#include "core/report/table_blocks.h"
#include "core/report/utf8_text.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <opencv2/core.hpp>

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <thread>

using namespace duoscope;
using namespace duoscope::test;

class TestReportParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paths_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hidden");
        QTest::newRow("known") << "Cannot read /data/ann/my scans/ir/a b.png: it is empty"
                               << "Cannot read a b.png: it is empty";
        QTest::newRow("other") << "Cannot read /srv/x/y.png: gone"
                               << "Cannot read y.png: gone";
        QTest::newRow("quoted") << "the file \"/srv/x/y.png\" (/a/b)"
                                << "the file \"y.png\" (b)";
        QTest::newRow("folder") << "in /srv/x/ there"
                                << "in x there";
        QTest::newRow("itself") << "in /data/ann/my scans/ir"
                                << "in ir";
        QTest::newRow("no path") << "1/4 of 3 / 2 and/or"
                                 << "1/4 of 3 / 2 and/or";
    }
    void paths()
    {
        QFETCH(QString, text);
        QFETCH(QString, hidden);
        const std::vector<std::filesystem::path> folders{"/data/ann/my scans/ir/", "/data/ann", ""};
        QCOMPARE(QString::fromStdString(PathHider(true, folders)(text.toStdString())), hidden);
        QCOMPARE(QString::fromStdString(PathHider(false, folders)(text.toStdString())), text);
    }

    void text()
    {
        QCOMPARE(cleanText("a\nb\xff\xc3(夜"), "a?b\xEF\xBF\xBD\xEF\xBF\xBD(夜");
        QCOMPARE(cleanText("\xE2\x80\xA8\xED\xA0\x80").find('\xA0'), std::string::npos); // U+2028, a surrogate
        QCOMPARE(characters("a夜½").size(), 3u);
        QVERIFY(codePoint("夜") == U'夜');
        QCOMPARE(htmlText("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&#39;");
        for (const QByteArray& bytes : {QByteArray(""), QByteArray("a"), QByteArray("ab"), QByteArray("abc\0\xff", 5)})
            QCOMPARE(QByteArray::fromStdString(base64({bytes.begin(), bytes.end()})), bytes.toBase64());
        QCOMPARE(breakableParts("a normal sentence with words").size(), 1u);
        const std::vector<std::string> parts = breakableParts("sha " + std::string(64, 'f'));
        QCOMPARE(parts.size(), 8u);
    }

    void numbers()
    {
        QCOMPARE(scaleText(0), "0");
        QCOMPARE(scaleText(-0.10375), "−0.104");
        QCOMPARE(scaleText(12.3), "12.3");
        QCOMPARE(scaleText(0.00412), "0.00412");
        QCOMPARE(scaleText(1234.6), "1235");
    }

    void npy()
    {
        const QTemporaryDir folder;
        const auto file = toPath(folder.filePath("a.npy"));
        cv::Mat values(3, 5, CV_32FC1);
        cv::randu(values, -1, 1);
        writeNpy(file, values);
        QCOMPARE(cv::norm(readNpy(file), values, cv::NORM_INF), 0.0);
        const cv::Mat ids(2, 2, CV_32SC1, cv::Scalar(-7));
        writeNpy(file, ids);
        QCOMPARE(readNpy(file).type(), CV_32SC1);
        QCOMPARE(readNpy(file).at<int>(1, 1), -7);
        const QString name = folder.filePath("a.npy");
        const QByteArray good = readFile(name);
        for (qsizetype length = 0; length < good.size(); length += 3) { // wherever it is cut off
            QVERIFY(writeFile(name, good.left(length)));
            VERIFY_ERROR(readNpy(file), "Cannot read");
        }
        QVERIFY(writeFile(name, good + "x"));
        VERIFY_ERROR(readNpy(file), "its header says");
        QVERIFY(writeFile(name, QByteArray(good).replace("(2, 2)", "(9999999, 9999999)").left(good.size())));
        VERIFY_ERROR(readNpy(file), "Cannot read");
        QVERIFY(writeFile(name, QByteArray(good).replace("False", "True ")));
        VERIFY_ERROR(readNpy(file), "no matrix");
        VERIFY_ERROR(readNpy(toPath(folder.filePath("none.npy"))), "missing");
        // NumPy pads its header to a multiple of 64; there may be up to 65,535 bytes of it.
        QByteArray padded = good.left(8) + "\xff\xff" + good.mid(10, 64).trimmed();
        padded += QByteArray(10 + 65535 - padded.size(), ' ') + good.right(16);
        QVERIFY(writeFile(name, padded));
        QCOMPARE(readNpy(file).at<int>(1, 1), -7);
        padded.replace("          ", "x         ");
        QVERIFY(writeFile(name, padded));
        VERIFY_ERROR(readNpy(file), "no matrix");
    }

    void charts()
    {
        Chart chart{"change & <x>", "Stage k", {{"a", {{1, 0.05}, {2, 0.01}, {3, 0.004}}, {0.01, 0, 0}}}};
        const ChartLayout layout = layOut(chart, 100, 50);
        QCOMPARE(layout.yTicks.front(), 0.0);
        QVERIFY(layout.yHigh >= 0.06 && layout.yHigh < 0.13);
        QVERIFY(layout.x(1) < layout.x(3) && layout.y(0.01) < layout.y(0.05));
        QVERIFY(layout.y(layout.yHigh) <= 50);
        const QString svg = QString::fromStdString(chartSvg(chart));
        QVERIFY(svg.contains("aria-label=\"change &amp; &lt;x&gt;\""));
        QVERIFY(!svg.contains("nan"));
        QVERIFY(QString::fromStdString(chartLatex(chart)).contains("\\polyline"));
        Chart flat{"", "", {{"a", {{1, 0}}, {}}, {"b", {}, {}}}};
        QVERIFY(!QString::fromStdString(chartSvg(flat)).contains("nan"));
        flat.series[0].points = {{1, -3}, {2, 1e9}};
        QCOMPARE(layOut(flat, 100, 50).yLow < 0, true);
    }

    void blocks()
    {
        std::vector<MetricColumn> columns;
        for (int i = 0; i < 19; ++i)
            columns.push_back({"M" + std::to_string(i), MetricDirection::HigherIsBetter, "", 3});
        MetricTable table("Method", columns);
        for (int row = 0; row < 3; ++row) {
            std::vector<MetricCell> cells;
            for (int i = 0; i < 19; ++i)
                cells.push_back(MetricValue((row * 7 + i) % 5));
            table.addRow("row " + std::to_string(row), cells);
        }
        const std::vector<MetricTable> parts = blocksOf(table, {true, false, false}, {50, 14, 1.5, 1, 1}, 100);
        QVERIFY(parts.size() >= 3 && parts.size() <= 5);
        std::size_t column = 0;
        for (const MetricTable& part : parts) {
            QVERIFY(part.columns().size() >= 19 / parts.size() - 1 && part.columns().size() <= 19 / parts.size() + 2);
            for (std::size_t i = 0; i < part.columns().size(); ++i, ++column)
                for (std::size_t row = 0; row < 3; ++row) {
                    QCOMPARE(part.columns()[i].name, columns[column].name);
                    QCOMPARE(part.cell(row, i).value.value, table.cell(row, column).value.value);
                    QVERIFY(part.place(row, i) == table.place(row, column)); // marks stay
                }
        }
        QCOMPARE(column, 19u);
        QCOMPARE(blocksOf(table, {}, {1000, 14, 1, 1, 1}, 2).size(), 2u);
        QCOMPARE(blocksOf(MetricTable("M", columns), {}, {1, 14, 1, 1, 1}, 10).size(), 19u); // however narrow
    }

    void shortNames()
    {
        const auto named = [](const std::string& a, const std::string& b) {
            MetricTable table("Pair", {});
            table.addRow(a, {});
            table.addRow(b, {});
            return withShortNames(table);
        };
        const std::string begin = "a long and winding begin", end = " and an end of a name";
        const MetricTable different = named(begin + std::string(20, 'x') + end, "short");
        QCOMPARE(different.rowName(0), "a long and winding beg…d of a name");
        QCOMPARE(different.rowName(1), "short");
        const MetricTable alike = named(begin + "xxxx" + end, begin + "yyyy" + end);
        QCOMPARE(alike.rowName(0), begin + "xxxx" + end);
    }

    void words()
    {
        for (int i = 0; i < static_cast<int>(Word::Count); ++i) {
            const auto english = QString::fromUtf8(say(Language::English, static_cast<Word>(i)));
            const auto chinese = QString::fromUtf8(say(Language::Chinese, static_cast<Word>(i)));
            QVERIFY(!english.isEmpty() && !chinese.isEmpty());
            for (const char* place : {"%1", "%2", "%3", "%4", "%5"})
                QVERIFY2(english.contains(place) == chinese.contains(place), qPrintable(english));
        }
        QCOMPARE(say(Language::English, Word::PairsOf, {"3", "4"}), "3 of 4 pairs");
        QCOMPARE(say(Language::Chinese, Word::PairsOf, {"3", "4"}), "4 对中的 3 对");
        QCOMPARE(say(Language::English, Word::OnePair, {"50 %2"}), "Pair 50 %2"); // names are not read again
        VERIFY_ERROR(parseLanguage("fr"), "there are en and zh");
    }

    void formats()
    {
        QVERIFY(reportFormatOf("a.HTML") == ReportFormat::Html);
        QVERIFY(reportFormatOf("a.b.tex") == ReportFormat::Latex);
        VERIFY_ERROR(reportFormatOf("report"), "its name has no ending");
        VERIFY_ERROR(reportFormatOf("report.docx"), "no format has the ending .docx");
        VERIFY_ERROR(parseReportFormat("word"), "there are html, pdf");
        for (const char* name : {"html", "pdf", "latex", "markdown", "csv", "json"})
            QCOMPARE(toString(parseReportFormat(name)), name);
    }

    void programs()
    {
        const QTemporaryDir folder;
        const auto shell = findProgram({"no such program", "sh"});
        QCOMPARE(shell.filename().string(), "sh");
        QVERIFY(findProgram({"no such program"}).empty());
        const auto run = [&](const char* script, std::chrono::seconds limit, const JobControl& job = {}) {
            return runProgram(shell, {"-c", script}, toPath(folder.path()), limit, job);
        };
        const ProgramResult result = run("echo out; echo err >&2; cat; pwd; exit 3", std::chrono::seconds(20));
        QCOMPARE(result.exitCode, 3);
        QVERIFY(QString::fromStdString(result.output).startsWith("out\nerr\n/"));
        QCOMPARE(run("kill -9 $$", std::chrono::seconds(20)).exitCode, -1);
        QVERIFY(run("sleep 30", std::chrono::seconds(1)).output.find("longer than 1 second") != std::string::npos);
        QCOMPARE(runProgram("/no/such", {}, toPath(folder.path()), std::chrono::seconds(1), {}).exitCode, -1);
        std::stop_source stop;
        std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            stop.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        bool cancelled = false;
        try {
            run("sleep 30", std::chrono::seconds(60), JobControl(stop.get_token(), {}));
        } catch (const Cancelled&) {
            cancelled = true;
        }
        QVERIFY(cancelled);
        QVERIFY(timer.elapsed() < 20'000);
    }
};

DUOSCOPE_TEST_MAIN(TestReportParts)
#include "tst_report_parts.moc"
