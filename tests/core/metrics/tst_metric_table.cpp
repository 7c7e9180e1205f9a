// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/metrics/table_format.h"
#include "core/metrics/table_numbers.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <limits>

using namespace duoscope;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

MetricValue undefined(const char* reason = "all is black") { return MetricValue::undefined(reason); }

/// Higher is better in EN, lower in Nabf.
MetricTable table(const std::vector<std::vector<MetricCell>>& rows)
{
    MetricTable made("Method", {{"EN", MetricDirection::HigherIsBetter, "bits", 3},
                                {"Nabf_x", MetricDirection::LowerIsBetter, "", 2}});
    for (const auto& cells : rows)
        made.addRow("M" + std::to_string(made.rows() + 1), cells);
    return made;
}

/// The places of a column, a letter for each row: Best, Second, other.
QString places(const MetricTable& of, std::size_t column)
{
    QString letters;
    for (std::size_t row = 0; row < of.rows(); ++row)
        letters += of.place(row, column) == Place::Best ? 'B' : of.place(row, column) == Place::SecondBest ? 'S' : '-';
    return letters;
}

MetricCell meanCell(double mean, double deviation, int count, int missing = 0)
{
    MetricCell cell(mean);
    cell.deviation = deviation;
    cell.count = count;
    cell.missing = missing;
    cell.missingBecause = missing > 0 ? "all is black" : "";
    return cell;
}

/// Three methods; the second has a value that is missing, the third's name needs care.
MetricTable sample()
{
    MetricTable made = table({{meanCell(7.12345678, 0.5, 3), {0.25}}, {meanCell(6.5, 0.25, 2, 1), {undefined()}}});
    made.addRow("A_b, \"c\" & 5% | x", {{-kInfinity}, {0.125}});
    return made;
}

} // namespace

class TestMetricTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsThatDoNotCompete()
    {
        MetricTable made = table({{{2.0}, {0.5}}, {{3.0}, {0.25}}});
        made.addRow("source", {{9.0}, {0.125}}, false);
        QCOMPARE(::places(made, 0), "-B-");
        QCOMPARE(::places(made, 1), "-B-");
        const std::string text = formatTable(made, TableFormat::Markdown);
        QVERIFY(text.find("**3.000**") != std::string::npos && text.find("| 9.000") != std::string::npos);
        MetricInfo share;
        share.name = "person";
        share.unit = "%";
        share.highest = 100;
        QCOMPARE(columnOf(share).decimals, 2);
    }

    void places_data()
    {
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<QString>("higherIsBetter");
        QTest::addColumn<QString>("lowerIsBetter");
        const double none = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("three") << QList<double>{2, 3, 1} << "SB-"
                               << "S-B";
        QTest::newRow("two: no second") << QList<double>{2, 3} << "-B"
                                        << "B-";
        QTest::newRow("one: nothing to compare") << QList<double>{2} << "-"
                                                 << "-";
        QTest::newRow("tie for the best") << QList<double>{3, 3, 2, 1} << "BBS-"
                                          << "--SB";
        QTest::newRow("tie for the second") << QList<double>{3, 2, 2, 1} << "BSS-"
                                            << "-SSB";
        QTest::newRow("all alike: none is better") << QList<double>{0, 0, 0} << "---"
                                                   << "---";
        QTest::newRow("undefined") << QList<double>{none, 3, 1, 2} << "-B-S"
                                   << "--BS";
        QTest::newRow("only one defined") << QList<double>{none, 3, none} << "---"
                                          << "---";
        QTest::newRow("none defined") << QList<double>{none, none} << "--"
                                      << "--";
        QTest::newRow("infinite") << QList<double>{1, kInfinity, -kInfinity} << "SB-"
                                  << "S-B";
        QTest::newRow("equal as printed") << QList<double>{1.0004, 0.9996, 0.5} << "BBS"
                                          << "SSB";
    }
    void places()
    {
        QFETCH(QList<double>, values);
        QFETCH(QString, higherIsBetter);
        QFETCH(QString, lowerIsBetter);
        std::vector<std::vector<MetricCell>> rows;
        for (const double value : values) {
            const MetricCell cell(std::isnan(value) ? undefined() : MetricValue(value));
            rows.push_back({cell, cell});
        }
        QCOMPARE(::places(table(rows), 0), higherIsBetter);
        QCOMPARE(::places(table(rows), 1), lowerIsBetter);
    }

    void means()
    {
        const MetricCell mean = meanOf({1.0, 2.0, undefined("it is flat"), 6.0, undefined()});
        QCOMPARE(mean.value.value, 3.0);
        QCOMPARE(*mean.deviation, std::sqrt((4 + 1 + 9) / 2.0));
        QCOMPARE(mean.count, 3);
        QCOMPARE(mean.missing, 2);
        QCOMPARE(mean.missingBecause, "it is flat");
        QVERIFY(mean.value.isDefined());

        QVERIFY(!meanOf({1.0}).deviation);
        QCOMPARE(meanOf({1.0}).value.value, 1.0);
        QVERIFY(!meanOf({undefined("it is flat")}).value.isDefined());
        QCOMPARE(meanOf({undefined("it is flat")}).value.undefinedBecause, "it is flat");
        QCOMPARE(meanOf({}).value.undefinedBecause, "there are no values");
        QCOMPARE(meanOf({1.0, kInfinity}).value.value, kInfinity);
        QVERIFY(!meanOf({1.0, kInfinity}).deviation);
        QVERIFY(!meanOf({-kInfinity, kInfinity}).value.isDefined());

        const std::vector<MetricCell> row = table({{{1.0}, {4.0}}, {{3.0}, {undefined()}}}).means();
        QCOMPARE(row[0].value.value, 2.0);
        QCOMPARE(row[1].count, 1);
    }

    void rowsHaveACellForEachColumn()
    {
        MetricTable made = table({});
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, made.addRow("short", {{1.0}}));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, made.cell(0, 0));
    }

    void text()
    {
        QCOMPARE(formatTable(sample(), TableFormat::Text), "Method                     EN ↑   Nabf_x ↓\n"
                                                           "---------------------------------------------\n"
                                                           "M1                7.123 ± 0.500**     0.25\n"
                                                           "M2                6.500 ± 0.250*         –\n"
                                                           "A_b, \"c\" & 5% | x            -∞       0.12**\n"
                                                           "– EN of M2: mean of 2 of 3 values; all is black\n"
                                                           "– Nabf_x of M2: all is black\n");
    }

    void textWithASummary()
    {
        TableStyle style;
        style.summary = true;
        style.marks = false;
        QCOMPARE(formatTable(table({{{1.0}, {4.0}}, {{3.0}, {4.5}}}), TableFormat::Text, style),
                 "Method     EN ↑   Nabf_x ↓\n"
                 "-----------------------------\n"
                 "M1        1.000       4.00\n"
                 "M2        3.000       4.50\n"
                 "-----------------------------\n"
                 "mean      2.000       4.25\n"
                 "deviation 1.414       0.35\n");
    }

    void csv()
    {
        QCOMPARE(formatTable(sample(), TableFormat::Csv), "Method,EN,EN deviation,Nabf_x\n"
                                                          "M1,7.12345678,0.5,0.25\n"
                                                          "M2,6.5,0.25,nan\n"
                                                          "\"A_b, \"\"c\"\" & 5% | x\",-inf,,0.125\n");
        TableStyle style;
        style.summary = true;
        QCOMPARE(formatTable(table({{{1.0}, {4.0}}, {{3.0}, {4.0}}}), TableFormat::Csv, style),
                 "Method,EN,Nabf_x\nM1,1,4\nM2,3,4\nmean,2,4\ndeviation,1.4142135623730951,0\n");
    }

    void longCsv()
    {
        QCOMPARE(formatTable(sample(), TableFormat::LongCsv), "Method,metric,value,deviation,count,missing,reason\n"
                                                              "M1,EN,7.12345678,0.5,3,0,\n"
                                                              "M1,Nabf_x,0.25,,1,0,\n"
                                                              "M2,EN,6.5,0.25,2,1,all is black\n"
                                                              "M2,Nabf_x,nan,,0,0,all is black\n"
                                                              "\"A_b, \"\"c\"\" & 5% | x\",EN,-inf,,1,0,\n"
                                                              "\"A_b, \"\"c\"\" & 5% | x\",Nabf_x,0.125,,1,0,\n");
    }

    void json()
    {
        TableStyle style;
        style.summary = true;
        QJsonParseError error;
        const QJsonObject document =
            QJsonDocument::fromJson(QByteArray::fromStdString(formatTable(sample(), TableFormat::Json, style)), &error)
                .object();
        QCOMPARE(error.errorString(), "no error occurred");
        QCOMPARE(document["rowHeading"].toString(), "Method");
        QCOMPARE(document["metrics"][0]["unit"].toString(), "bits");
        QCOMPARE(document["metrics"][1]["better"].toString(), "lower");
        const QJsonArray rows = document["rows"].toArray();
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[2]["name"].toString(), "A_b, \"c\" & 5% | x");
        QCOMPARE(rows[0]["values"]["EN"]["value"].toDouble(), 7.12345678);
        QCOMPARE(rows[0]["values"]["EN"]["place"].toInt(), 1);
        QCOMPARE(rows[1]["values"]["EN"]["missing"].toInt(), 1);
        QVERIFY(rows[1]["values"]["Nabf_x"]["value"].isNull());
        QCOMPARE(rows[1]["values"]["Nabf_x"]["reason"].toString(), "all is black");
        QCOMPARE(rows[2]["values"]["EN"]["value"].toString(), "-inf");
        QCOMPARE(document["means"]["Nabf_x"]["value"].toDouble(), 0.1875);
    }

    void markdown()
    {
        QCOMPARE(formatTable(sample(), TableFormat::Markdown), "| Method | EN ↑ | Nabf\\_x ↓ |\n"
                                                               "| --- | ---: | ---: |\n"
                                                               "| M1 | **7.123** ± 0.500 | 0.25 |\n"
                                                               "| M2 | <ins>6.500</ins> ± 0.250 | – |\n"
                                                               "| A\\_b, \"c\" \\& 5% \\| x | -∞ | **0.12** |\n"
                                                               "\n"
                                                               "- EN of M2: mean of 2 of 3 values; all is black\n"
                                                               "- Nabf\\_x of M2: all is black\n");
    }

    void markdownWithASummary()
    {
        TableStyle style;
        style.summary = true;
        QCOMPARE(formatTable(table({{{1.0}, {4.0}}, {{3.0}, {4.0}}}), TableFormat::Markdown, style),
                 "| Method | EN ↑ | Nabf\\_x ↓ |\n"
                 "| --- | ---: | ---: |\n"
                 "| M1 | 1.000 | 4.00 |\n"
                 "| M2 | **3.000** | 4.00 |\n"
                 "| *mean* | 2.000 | 4.00 |\n"
                 "| *deviation* | 1.414 | 0.00 |\n");
    }

    void latex()
    {
        TableStyle style;
        style.deviations = false;
        QCOMPARE(formatTable(sample(), TableFormat::Latex, style),
                 "% needs \\usepackage{booktabs}\n"
                 "\\begin{tabular}{lrr}\n"
                 "\\toprule\n"
                 "Method & EN $\\uparrow$ & Nabf\\_x $\\downarrow$ \\\\\n"
                 "\\midrule\n"
                 "M1 & \\textbf{7.123} & 0.25 \\\\\n"
                 "M2 & \\underline{6.500} & -- \\\\\n"
                 "A\\_b, \"c\" \\& 5\\% \\textbar{} x & $-\\infty$ & \\textbf{0.12} \\\\\n"
                 "\\bottomrule\n"
                 "\\end{tabular}\n"
                 "% EN of M2: mean of 2 of 3 values; all is black\n"
                 "% Nabf_x of M2: all is black\n");
    }

    void namesKeepToTheirLine()
    {
        MetricTable made("Me\nthod", {{"EN", MetricDirection::HigherIsBetter, "", 1}});
        made.addRow("a\nb", {{undefined("a\nreason")}});
        for (const TableFormat format : {TableFormat::Csv, TableFormat::LongCsv})
            QCOMPARE(QString::fromStdString(formatTable(made, format)).count('\n'), 2);
        QVERIFY(formatTable(made, TableFormat::Latex).find("a\n") == std::string::npos);
        QVERIFY(formatTable(made, TableFormat::Markdown).find("a\n") == std::string::npos);
    }

    void emptyTables()
    {
        for (const TableFormat format : {TableFormat::Text, TableFormat::Csv, TableFormat::LongCsv, TableFormat::Json,
                                         TableFormat::Markdown, TableFormat::Latex}) {
            TableStyle style;
            style.summary = true;
            QVERIFY(formatTable(table({}), format, style).ends_with('\n'));
            QVERIFY(formatTable(MetricTable("Method", {}), format, style).ends_with('\n'));
        }
    }

    void numbers()
    {
        QCOMPARE(fixedNumber(1.25, 3), "1.250");
        QCOMPARE(fixedNumber(-0.0004, 3), "0.000");
        QCOMPARE(fixedNumber(-0.0, 1), "0.0");
        QCOMPARE(fixedNumber(-10, 0), "-10");
        QVERIFY(fixedNumber(1e308, 3).size() == 313);
        QCOMPARE(exactNumber(0.1), "0.1");
        QCOMPARE(exactNumber(1.0 / 3), "0.3333333333333333");
        QCOMPARE(exactNumber(-kInfinity), "-inf");
    }

    void formatNames()
    {
        for (const TableFormat format : {TableFormat::Text, TableFormat::Csv, TableFormat::LongCsv, TableFormat::Json,
                                         TableFormat::Markdown, TableFormat::Latex})
            QVERIFY(parseTableFormat(toString(format)) == format);
        VERIFY_ERROR(parseTableFormat("html"), "table, csv, long-csv, json, markdown, latex");
    }

    void columnsOfMetrics()
    {
        const MetricColumn error = columnOf(metricInfo("MSE", MetricConvention::Paper));
        QVERIFY(error.direction == MetricDirection::LowerIsBetter);
        QCOMPARE(error.decimals, 1);
        QCOMPARE(columnOf(metricInfo("Nabf", MetricConvention::Paper)).decimals, 4);
        QCOMPARE(columnOf(metricInfo("EN", MetricConvention::Paper)).unit, "bits");
        QCOMPARE(columnOf(metricInfo("EN", MetricConvention::Paper)).decimals, 3);
        QCOMPARE(columnOf(metricInfo("PSNR", MetricConvention::Paper)).decimals, 3);
    }
};

DUOSCOPE_TEST_MAIN(TestMetricTable)
#include "tst_metric_table.moc"
