// SPDX-License-Identifier: GPL-3.0-or-later
// Every number of the reference tables: synthetic cases always, real pairs where the shared data are there.
#include "core/image/image_file.h"
#include "core/metrics/metric_registry.h"
#include "tests/core/metrics/reference_csv.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>

#include <atomic>
#include <cmath>
#include <exception>
#include <functional>
#include <limits>
#include <thread>
#include <vector>

using namespace duoscope;
using namespace duoscope::test;

namespace {

const QString kReference = DUOSCOPE_SHARED "/reference/metrics/";
const QString kData = DUOSCOPE_SHARED "/data/";

cv::Mat pattern(const std::function<int(int y, int x)>& level)
{
    cv::Mat image(96, 120, CV_8UC1);
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            image.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(level(y, x));
    return image;
}

MetricImages anchorImages(const QString& name)
{
    const cv::Mat p = pattern([](int y, int x) { return (7 * x + 13 * y + x * y / 8) % 256; });
    const cv::Mat q = pattern([](int y, int x) { return 255 - (3 * x + 5 * y) % 256; });
    const cv::Mat z = pattern([](int y, int x) { return 255 * ((x / 8 + y / 8) % 2); });
    const cv::Mat gray = pattern([](int, int) { return 100; });
    const cv::Mat black = pattern([](int, int) { return 0; });
    const auto merge = [&](auto merged) {
        return pattern([&](int y, int x) { return merged(p.at<std::uint8_t>(y, x), q.at<std::uint8_t>(y, x)); });
    };
    const QMap<QString, MetricImages> cases{
        {"same", {p, p, p}},
        {"mix", {merge([](int a, int b) { return (a + b) / 2; }), p, q}},
        {"max", {merge([](int a, int b) { return std::max(a, b); }), p, q}},
        {"f_is_a", {p, p, q}},
        {"negative", {255 - p, p, p}},
        {"const", {gray, gray, gray}},
        {"const_f", {gray, p, q}},
        {"const_a", {q, gray, q}},
        {"checker", {z, z, 255 - z}},
        {"checker_same", {z, z, z}},
        {"black", {black, black, black}},
    };
    return cases.value(name, {black, p, q});
}

/// An image of that name with any of the usual endings.
cv::Mat load(const QString& folder, const QString& name)
{
    const QStringList files = QDir(folder).entryList({name + ".*"}, QDir::Files);
    return files.isEmpty() ? cv::Mat() : readImageFile(toPath(QDir(folder).filePath(files[0]))).pixels;
}

/// The limit of Deviations::add(). The paper's numbers were made in single precision.
double allowed(const QString& metric, double expected, const QString& convention)
{
    if (metric == "SSIM_L2") // where small variances drown
        return 5e-4 / std::abs(expected);
    return convention == "paper" ? 1e-6 : 1e-8;
}

} // namespace

class TestMetricReferences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void syntheticCases_data()
    {
        QTest::addColumn<QString>("convention");
        QTest::newRow("paper") << "paper";
        QTest::newRow("toolbox") << "toolbox";
    }
    void syntheticCases()
    {
        QFETCH(QString, convention);
        const ReferenceCsv csv =
            readReferenceCsv(DUOSCOPE_SOURCE_DIR "/tests/golden/metric_anchors_" + convention + ".csv", 1);
        QCOMPARE(csv.rows.size(), 11);
        QCOMPARE(csv.metrics.size(), convention == "paper" ? 14 : 17);
        Deviations deviations;
        for (const ReferenceCsv::Row& row : csv.rows) {
            const MetricImages images = anchorImages(row.texts[0]);
            for (qsizetype i = 0; i < csv.metrics.size(); ++i) {
                const MetricValue value = evaluateMetric(images, csv.metrics[i].toStdString(),
                                                         parseMetricConvention(convention.toStdString()));
                const double deviation = deviations.add(csv.metrics[i], value, row.numbers[i], row.texts[0]);
                QVERIFY2(deviation <= 1e-11, qPrintable(QString("%1 of %2: %3 (%4), not %5")
                                                            .arg(csv.metrics[i], row.texts[0])
                                                            .arg(value.value, 0, 'g', 12)
                                                            .arg(QString::fromStdString(value.undefinedBecause))
                                                            .arg(row.numbers[i], 0, 'g', 12)));
            }
        }
        qInfo("worst relative deviations: %s", qPrintable(deviations.text()));
    }

    void realPairs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("data");
        QTest::addColumn<QString>("convention");
        QTest::addColumn<int>("rows");
        QTest::newRow("TNO, paper") << "tno_paper.csv"
                                    << "TNO"
                                    << "paper" << 105;
        QTest::newRow("TNO, toolbox") << "tno_toolbox.csv"
                                      << "TNO"
                                      << "toolbox" << 105;
        QTest::newRow("MSRS, paper") << "msrs_seafusion_paper.csv"
                                     << "MSRS"
                                     << "paper" << 40;
    }
    void realPairs()
    {
        QFETCH(QString, file);
        QFETCH(QString, data);
        QFETCH(QString, convention);
        QFETCH(int, rows);
        const ReferenceCsv csv = readReferenceCsv(kReference + file, 2);
        if (csv.rows.isEmpty() || !QDir(kData + data).exists())
            QSKIP("the reference tables and images beside the checkout are not there");
        QCOMPARE(csv.rows.size(), rows);

        std::vector<std::string> names;
        for (const QString& metric : csv.metrics)
            names.push_back(metric.toStdString());
        std::vector<std::vector<MetricValue>> values(static_cast<std::size_t>(rows));
        std::vector<std::string> failures(static_cast<std::size_t>(rows));
        std::atomic<int> next = 0;
        const auto work = [&] {
            for (int row = next++; row < rows; row = next++) {
                const auto index = static_cast<std::size_t>(row);
                const QString pair = csv.rows[row].texts[0], method = csv.rows[row].texts[1];
                const QString folder = kData + data;
                try {
                    const MetricConvention which = parseMetricConvention(convention.toStdString());
                    values[index] = evaluateMetrics(prepareMetricImages(load(folder + "/fused_" + method, pair),
                                                                        load(folder + "/ir", pair),
                                                                        load(folder + "/vi", pair), which),
                                                    names, which);
                } catch (const std::exception& problem) {
                    failures[index] = problem.what();
                }
            }
        };
        std::vector<std::thread> threads(std::max(1U, std::thread::hardware_concurrency()));
        for (std::thread& thread : threads)
            thread = std::thread(work);
        for (std::thread& thread : threads)
            thread.join();

        Deviations deviations;
        for (int row = 0; row < rows; ++row) {
            const auto index = static_cast<std::size_t>(row);
            const QString name = csv.rows[row].texts.join(' ');
            QVERIFY2(failures[index].empty(), failures[index].c_str());
            for (qsizetype i = 0; i < csv.metrics.size(); ++i) {
                const MetricValue& value = values[index][static_cast<std::size_t>(i)];
                const double expected = csv.rows[row].numbers[i];
                const double deviation = deviations.add(csv.metrics[i], value, expected, name);
                QVERIFY2(deviation <= allowed(csv.metrics[i], expected, convention),
                         qPrintable(QString("%1 of %2: %3, not %4, relative deviation %5")
                                        .arg(csv.metrics[i], name)
                                        .arg(value.value, 0, 'g', 12)
                                        .arg(expected, 0, 'g', 12)
                                        .arg(deviation)));
            }
        }
        qInfo("worst relative deviations: %s", qPrintable(deviations.text()));
    }
};

DUOSCOPE_TEST_MAIN(TestMetricReferences)
#include "tst_metric_references.moc"
