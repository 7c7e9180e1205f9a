// SPDX-License-Identifier: GPL-3.0-or-later
// Cases whose results are known without a reference, relations between the metrics, and input without a result.
#include "core/base/error.h"
#include "core/metrics/branchless.h"
#include "core/metrics/metric_registry.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <opencv2/core.hpp>

#include <QSet>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

using namespace duoscope;

namespace {

constexpr auto kPaper = MetricConvention::Paper;
constexpr auto kToolbox = MetricConvention::Toolbox;

cv::Mat image(cv::Size size, const std::function<int(int y, int x)>& level)
{
    cv::Mat levels(size, CV_8UC1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            levels.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(level(y, x));
    return levels;
}

cv::Mat flat(int level, cv::Size size = {64, 48})
{
    return image(size, [level](int, int) { return level; });
}

cv::Mat noise(int seed, cv::Size size = {64, 48}, int highest = 255)
{
    cv::Mat levels(size, CV_8UC1);
    cv::RNG random(static_cast<std::uint64_t>(seed));
    random.fill(levels, cv::RNG::UNIFORM, 0, highest + 1);
    return levels;
}

/// Smooth, as pictures are, so that all metrics have something to find.
cv::Mat waves(double frequency, cv::Size size = {64, 48})
{
    return image(size, [frequency](int y, int x) {
        return static_cast<int>(127.5 + 80 * std::sin(frequency * x) + 40 * std::cos(0.7 * frequency * y + 0.1 * x));
    });
}

double value(const char* metric, const MetricImages& images, MetricConvention convention = kPaper)
{
    return evaluateMetric(images, metric, convention).value;
}

bool isNear(double a, double b, double relative = 1e-12)
{
    return std::abs(a - b) <= relative * std::max({std::abs(a), std::abs(b), 1e-3});
}

#define COMPARE_NEAR(actual, expected)                                                                                 \
    QVERIFY2(isNear(actual, expected),                                                                                 \
             qPrintable(QString("%1, not %2").arg(actual, 0, 'g', 15).arg(double(expected), 0, 'g', 15)))

} // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // One metric after the other.

    void entropyOfEqualShares()
    {
        const auto levels = [](int count) {
            return MetricImages(image({64, 48}, [count](int, int x) { return (x % count) * (256 / count); }), flat(1),
                                flat(2));
        };
        COMPARE_NEAR(value("EN", levels(1)), 0.0);
        COMPARE_NEAR(value("EN", levels(2)), 1.0);
        COMPARE_NEAR(value("EN", levels(64)), 6.0);
        QVERIFY(!std::signbit(value("EN", levels(1))));
    }

    void deviationOfTwoLevels()
    {
        const cv::Mat halves = image({64, 48}, [](int, int x) { return x < 32 ? 20 : 220; });
        COMPARE_NEAR(value("SD", {halves, halves, halves}), 100.0);
        QCOMPARE(value("SD", {flat(255), halves, halves}), 0.0);
    }

    void frequencyOfACheckerboard()
    {
        const cv::Mat board = image({9, 7}, [](int y, int x) { return 255 * ((x + y) % 2); });
        COMPARE_NEAR(value("SF", {board, board, board}), 255 * std::numbers::sqrt2);
        const cv::Mat stripes = image({9, 7}, [](int, int x) { return 10 * (x % 2); });
        COMPARE_NEAR(value("SF", {stripes, stripes, stripes}), 10.0);
    }

    void gradientOfARamp()
    {
        const cv::Mat ramp = image({20, 10}, [](int y, int x) { return 3 * x + 4 * y; });
        COMPARE_NEAR(value("AG", {ramp, ramp, ramp}), 5 / std::numbers::sqrt2);
        COMPARE_NEAR(value("AG", {ramp, ramp, ramp}, kToolbox), 5 / std::numbers::sqrt2 * 200 / (19 * 9));
        const cv::Mat stripes = image({4, 2}, [](int, int x) { return 10 * (x % 2); });
        COMPARE_NEAR(value("AG", {stripes, stripes, stripes}), std::sqrt(0.5) * (10 + 0 + 0 + 10) / 4);
    }

    void informationOfIndependentImages()
    {
        const cv::Mat columns = image({64, 64}, [](int, int x) { return 2 * x; });
        const cv::Mat rows = image({64, 64}, [](int y, int) { return 3 * y; });
        COMPARE_NEAR(value("MI", {columns, rows, rows}), 0.0);
        COMPARE_NEAR(value("MI", {columns, columns, rows}), 6 * std::numbers::ln2);
        COMPARE_NEAR(value("MI", {columns, columns, rows}, kToolbox), 6.0);
        COMPARE_NEAR(value("MI", {255 - columns, columns, rows}), 6 * std::numbers::ln2);
    }

    void informationOfTheHighestLevels()
    {
        // The toolbox's joint histogram takes 255 for 254, so that it is less spread than it should be.
        const cv::Mat highest = image({64, 48}, [](int, int x) { return 254 + x % 2; });
        COMPARE_NEAR(value("MI", {highest, highest, highest}), 2 * std::numbers::ln2);
        COMPARE_NEAR(value("MI", {highest, highest, highest}, kToolbox), 4.0);
    }

    void errorsOfAnOffset()
    {
        cv::Mat visible = noise(1, {64, 48}, 200);
        visible.at<std::uint8_t>(0, 0) = 200; // the peak
        const cv::Mat infrared = visible + 10;
        const MetricImages images(visible, infrared, visible);
        COMPARE_NEAR(value("MSE", images), 50.0);
        COMPARE_NEAR(value("MSE", images, kToolbox), 50.0 / 65025);
        COMPARE_NEAR(value("PSNR", images), 10 * std::log10(200.0 * 200.0 / 50));
        COMPARE_NEAR(value("PSNR", images, kToolbox), 20 * std::log10(255.0 * 255.0) - 10 * std::log10(50.0));
        const MetricImages same(visible, visible, visible);
        QCOMPARE(value("PSNR", same), std::numeric_limits<double>::infinity());
        QVERIFY(evaluateMetric(same, "PSNR", kPaper).isDefined());
        QCOMPARE(value("PSNR", {flat(0), visible, visible}), -std::numeric_limits<double>::infinity());
    }

    void correlationIsLinear()
    {
        const cv::Mat source = noise(2, {64, 48}, 100);
        COMPARE_NEAR(value("CC", {2 * source + 5, source, source}), 1.0);
        COMPARE_NEAR(value("CC", {200 - source, source, source}), -1.0);
        COMPARE_NEAR(value("CC", {source, source, 255 - source}), 0.0);
    }

    void theSumOfTheSourcesHasAllDifferences()
    {
        const cv::Mat infrared = noise(3, {64, 48}, 120), visible = noise(4, {64, 48}, 120);
        COMPARE_NEAR(value("SCD", {infrared + visible, infrared, visible}), 2.0);
    }

    void oneDifferentPixelIsNotFlat()
    {
        cv::Mat almost = flat(200, {600, 400});
        almost.at<std::uint8_t>(17, 23) = 201;
        COMPARE_NEAR(value("CC", {almost, almost, almost}), 1.0);
    }

    void informationFidelityOfContrast()
    {
        const cv::Mat source = waves(0.5, {100, 90}) / 2 + 60; // leaves room for contrast
        QVERIFY(isNear(value("VIF", {source, source, source}), 1.0, 1e-9));
        cv::Mat more, less;
        source.convertTo(more, CV_8U, 1.2, -30);
        source.convertTo(less, CV_8U, 0.8, 20);
        QVERIFY(value("VIF", {more, source, source}) > 1.01);
        QVERIFY(value("VIF", {less, source, source}) < 0.99);
        QVERIFY(value("VIF", {noise(5, {100, 90}), source, source}) < 0.2);
    }

    void informationFidelityInAnotherWay()
    {
        // One row of windows at the last scale: four scales with plain loops over 2-D windows.
        const cv::Mat infrared = noise(6, {45, 41}), visible = noise(7, {45, 41}), fused = noise(8, {45, 41});
        const double expected = 0.5 * (plainFidelity(infrared, fused) + plainFidelity(visible, fused));
        QVERIFY(isNear(value("VIF", {fused, infrared, visible}), expected, 1e-10));
    }

    void similarityOfFlatImages()
    {
        const double c1 = 2.55 * 2.55;
        const auto luminance = [c1](double a, double b) { return (2 * a * b + c1) / (a * a + b * b + c1); };
        COMPARE_NEAR(value("SSIM", {flat(100), flat(50), flat(180)}), 0.5 * (luminance(100, 50) + luminance(100, 180)));
        QCOMPARE(value("SSIM", {flat(0), flat(0), flat(0)}), 1.0);
    }

    void similarityOfOneWindow()
    {
        // 7 x 7 pixels: sample moments of 49 values.
        const cv::Mat infrared = noise(9, {7, 7}), fused = noise(10, {7, 7});
        const auto mean = [](const cv::Mat& m) { return cv::mean(m)[0]; };
        cv::Mat a, f;
        infrared.convertTo(a, CV_64F);
        fused.convertTo(f, CV_64F);
        a -= mean(a);
        f -= mean(f);
        const double c1 = 2.55 * 2.55, c2 = 7.65 * 7.65;
        const double expected =
            (2 * mean(infrared) * mean(fused) + c1) * (2 * a.dot(f) / 48 + c2) /
            ((std::pow(mean(infrared), 2) + std::pow(mean(fused), 2) + c1) * ((a.dot(a) + f.dot(f)) / 48 + c2));
        COMPARE_NEAR(value("SSIM", {fused, infrared, infrared}), expected);
    }

    void edgesOfBrightBordersCount()
    {
        // Padding is black: a flat image has edges along its border only, and keeps them.
        const double equal = 0.9994 * 0.9879 / (1 + std::exp(-22 * 0.2));
        COMPARE_NEAR(value("Qabf", {flat(100), flat(100), flat(100)}), equal);
        QVERIFY(value("Qabf", {flat(50), flat(100), flat(100)}) < 0.6);
    }

    void preservedEdgeOfOnePixel()
    {
        // One pixel in black surroundings that are padding: no gradient, so no weight.
        QVERIFY(!evaluateMetric({flat(9, {1, 1}), flat(9, {1, 1}), flat(9, {1, 1})}, "Qabf", kPaper).isDefined());
        // Two pixels in a row have a horizontal gradient each, halved in the fused image.
        const auto step = [](int level) { return image({2, 1}, [level](int, int x) { return x * level; }); };
        const double half = 0.9994 * 0.9879 / ((1 + std::exp(-15 * (0.5 - 0.5))) * (1 + std::exp(-22 * (1 - 0.8))));
        // (the second pixel has a black neighbour on either side, thus none)
        COMPARE_NEAR(value("Qabf", {step(50), step(100), step(100)}), half);
    }

    void artefactsAreEdgesOfTheFusedImageAlone()
    {
        const cv::Mat step = image({64, 48}, [](int, int x) { return x < 32 ? 0 : 200; });
        COMPARE_NEAR(value("Nabf", {step, step, step}), 0.0);
        COMPARE_NEAR(value("Nabf", {flat(9), step, step}), 0.0);
        // Without edges in the sources each pixel has the same weight; two columns of the fused image have an edge.
        const double strength = 0.9999 / (1 + std::exp(-19 * (0 - 0.5))),
                     direction = 0.9995 / (1 + std::exp(-22 * (0 - 0.5)));
        COMPARE_NEAR(value("Nabf", {step, flat(9), flat(9)}), 2.0 / 64 * (1 - std::sqrt(strength * direction)));
        COMPARE_NEAR(value("Nabf_ascalled", {flat(9), step, flat(9)}), value("Nabf", {step, flat(9), flat(9)}));
    }

    void featureInformationOfFlatWindows()
    {
        const cv::Mat texture = noise(11);
        COMPARE_NEAR(value("FMI_pixel", {texture, texture, texture}), 1.0);
        COMPARE_NEAR(value("FMI_pixel", {flat(3), flat(90), flat(200)}), 1.0); // both flat
        COMPARE_NEAR(value("FMI_pixel", {texture, flat(90), flat(200)}), 0.0); // one flat
        COMPARE_NEAR(value("FMI_pixel", {texture, flat(90), texture}), 0.5);
        COMPARE_NEAR(value("FMI_edge", {flat(3), flat(90), flat(200)}), 1.0);
    }

    void featureInformationInAnotherWay()
    {
        for (int seed = 20; seed < 60; ++seed) {
            const int highest = seed % 2 ? 255 : 2; // with many equal levels, too
            const cv::Mat infrared = noise(seed, {3, 3}, highest), fused = noise(seed + 100, {3, 3}, highest);
            const double expected = plainFeatureInformation(infrared, fused);
            QVERIFY(isNear(value("FMI_pixel", {fused, infrared, infrared}), expected, 1e-9));
        }
    }

    void inversionHasNoMultiScaleSimilarity()
    {
        const cv::Mat source = waves(0.6);
        QVERIFY(isNear(value("MS_SSIM", {source, source, source}), 1.0, 1e-9));
        const MetricValue inverted = evaluateMetric({255 - source, source, source}, "MS_SSIM", kToolbox);
        QVERIFY(!inverted.isDefined());
        QVERIFY(std::isnan(inverted.value));
    }

    // All metrics together.

    void conventionsAreRelatedAsStated()
    {
        const MetricImages images(waves(0.3) / 2 + waves(0.5) / 2, waves(0.3), waves(0.5));
        for (const char* metric : {"EN", "SD", "SF", "CC", "SCD", "Qabf", "VIF_sum", "SSIM_L2", "MS_SSIM", "Nabf",
                                   "Nabf_ascalled", "FMI_pixel", "FMI_edge"})
            QCOMPARE(value(metric, images, kToolbox), value(metric, images, kPaper));
        COMPARE_NEAR(value("AG", images, kToolbox), value("AG", images) * 64 * 48 / (63 * 47));
        COMPARE_NEAR(value("MI", images, kToolbox), value("MI", images) / std::numbers::ln2);
        COMPARE_NEAR(value("MSE", images, kToolbox), value("MSE", images) / 65025);
        COMPARE_NEAR(value("VIF", images, kToolbox), 2 * value("VIF", images));
        COMPARE_NEAR(value("VIF_sum", images), 2 * value("VIF", images));
        double peak = 0;
        cv::minMaxLoc(images.fused(), nullptr, &peak);
        COMPARE_NEAR(value("PSNR", images, kToolbox),
                     value("PSNR", images) + 20 * std::log10(255.0) + 20 * std::log10(255 / peak));
        QVERIFY(value("SSIM", images, kToolbox) != value("SSIM", images));
    }

    void sourcesAreEqualPartners()
    {
        const cv::Mat fused = noise(12), infrared = waves(0.4), visible = waves(0.9);
        for (const MetricConvention convention : {kPaper, kToolbox})
            for (const MetricInfo& info : metricInfos(convention))
                if (info.name != "Nabf_ascalled")
                    QVERIFY2(isNear(value(info.name.c_str(), {fused, infrared, visible}, convention),
                                    value(info.name.c_str(), {fused, visible, infrared}, convention)),
                             info.name.c_str());
    }

    void partsOfLargerImages()
    {
        // The surroundings of a part must not be read: neither by way of strides nor as border.
        const cv::Rect part(5, 7, 50, 45);
        const cv::Mat fused = noise(13, {70, 60}), infrared = waves(0.4, {70, 60}), visible = waves(0.9, {70, 60});
        for (const MetricConvention convention : {kPaper, kToolbox})
            for (const MetricInfo& info : metricInfos(convention))
                QCOMPARE(value(info.name.c_str(), {fused(part), infrared(part), visible(part)}, convention),
                         value(info.name.c_str(), {fused(part).clone(), infrared(part).clone(), visible(part).clone()},
                               convention));
    }

    void valuesKeepToTheirRanges()
    {
        const std::vector<cv::Mat> kinds{noise(14), noise(15), waves(0.3), waves(1.1), 255 - waves(0.3), flat(77)};
        for (const cv::Mat& fused : kinds)
            for (const cv::Mat& infrared : kinds)
                for (const cv::Mat& visible : kinds)
                    for (const MetricInfo& info : metricInfos(kPaper)) {
                        const MetricValue result = evaluateMetric({fused, infrared, visible}, info.name, kPaper);
                        if (result.isDefined())
                            QVERIFY2(result.value >= info.lowest - 1e-9 && result.value <= info.highest + 1e-9,
                                     qPrintable(QString("%1 %2").arg(info.name.c_str()).arg(result.value)));
                    }
    }

    // Input without a result.

    void degenerateInput_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const int height : {1, 2, 3, 7, 40, 41})
            for (const int width : {1, 2, 3, 6, 11, 41})
                QTest::addRow("%d x %d", width, height) << width << height;
    }
    void degenerateInput()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const cv::Size size(width, height);
        const std::vector<cv::Mat> kinds{flat(0, size), flat(255, size), flat(100, size), noise(16, size),
                                         noise(17, size, 1)};
        for (const cv::Mat& fused : kinds)
            for (const cv::Mat& infrared : kinds)
                for (const cv::Mat& visible : kinds)
                    for (const MetricConvention convention : {kPaper, kToolbox})
                        for (const MetricInfo& info : metricInfos(convention)) {
                            const MetricValue result =
                                evaluateMetric({fused, infrared, visible}, info.name, convention);
                            QVERIFY2(std::isnan(result.value) != result.isDefined(), info.name.c_str());
                            const bool finite = std::isfinite(result.value) || info.name == "PSNR";
                            QVERIFY2(finite || !result.isDefined(), info.name.c_str());
                        }
    }

    void reasons_data()
    {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("fused"); // "noise", "flat" or "black"
        QTest::addColumn<QString>("infrared");
        QTest::addColumn<QString>("reason"); // empty: defined
        const auto row = [](const char* metric, int side, const char* fused, const char* infrared, const char* reason) {
            QTest::addRow("%s, side %d, %s of %s", metric, side, fused, infrared)
                << metric << side << fused << infrared << reason;
        };
        row("CC", 48, "flat", "noise", "the fused image has one value everywhere");
        row("CC", 48, "noise", "flat", "the infrared image has one value everywhere");
        row("SCD", 48, "visible", "noise", "the difference of the fused and the visible image has one value");
        row("VIF", 48, "noise", "flat", "the infrared image has one value everywhere");
        row("VIF", 48, "flat", "noise", "");
        row("VIF", 40, "noise", "noise", "41 pixels");
        row("VIF_sum", 40, "noise", "noise", "41 pixels");
        row("VIF", 41, "noise", "noise", "");
        row("MS_SSIM", 40, "noise", "noise", "41 pixels");
        row("MS_SSIM", 41, "noise", "noise", "");
        row("SSIM", 6, "noise", "noise", "7 x 7");
        row("SSIM", 7, "noise", "noise", "");
        row("SSIM_L2", 6, "noise", "noise", "7 x 7");
        row("FMI_pixel", 2, "noise", "noise", "3 x 3");
        row("FMI_edge", 2, "noise", "noise", "3 x 3");
        row("FMI_pixel", 3, "noise", "noise", "");
        row("SF", 1, "noise", "noise", "one pixel wide or high");
        row("AG", 1, "noise", "noise", "one pixel wide or high");
        row("Nabf", 1, "noise", "noise", "one pixel wide or high");
        row("Nabf_ascalled", 1, "noise", "noise", "one pixel wide or high");
        row("EN", 1, "noise", "noise", "");
        row("SD", 1, "noise", "noise", "");
    }
    void reasons()
    {
        QFETCH(QString, metric);
        QFETCH(int, side);
        QFETCH(QString, fused);
        QFETCH(QString, infrared);
        QFETCH(QString, reason);
        const cv::Size size(side, side);
        const cv::Mat visible = noise(19, size);
        const QMap<QString, cv::Mat> kinds{{"noise", noise(18, size)}, {"flat", flat(100, size)}, {"visible", visible}};
        const MetricValue result =
            evaluateMetric({kinds[fused], kinds[infrared], visible}, metric.toStdString(), kPaper);
        QCOMPARE(result.isDefined(), reason.isEmpty());
        QVERIFY2(QString::fromStdString(result.undefinedBecause).contains(reason), result.undefinedBecause.c_str());
    }

    void blackImages()
    {
        const MetricImages black(flat(0), flat(0), flat(0));
        QVERIFY(QString::fromStdString(evaluateMetric(black, "PSNR", kPaper).undefinedBecause).contains("black"));
        QVERIFY(QString::fromStdString(evaluateMetric(black, "Qabf", kPaper).undefinedBecause).contains("black"));
        QCOMPARE(value("PSNR", black, kToolbox), std::numeric_limits<double>::infinity());
        // Both sources lack what CC needs, and both are told.
        const auto both = evaluateMetric({noise(1), flat(3), flat(4)}, "CC", kPaper).undefinedBecause;
        QCOMPARE(both, "the infrared image has one value everywhere; the visible image has one value everywhere");
    }

    void unusableImages()
    {
        VERIFY_ERROR(MetricImages(flat(1, {4, 3}), flat(1, {4, 3}), flat(1, {3, 4})), "visible image 3 x 4");
        VERIFY_ERROR(prepareMetricImages(flat(1, {4, 3}), flat(1, {5, 3}), flat(1, {4, 3}), kPaper), "5 x 3");
        const cv::Mat gray = flat(1), colour(48, 64, CV_8UC3);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, MetricImages(gray, gray, colour));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, MetricImages(cv::Mat(), gray, gray));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, metricGray(cv::Mat(), kPaper));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, metricGray(cv::Mat(2, 2, CV_8UC2), kPaper));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, metricGray(cv::Mat(2, 2, CV_64FC1), kPaper));
    }

    // Gray levels.

    void grayOfColours_data()
    {
        QTest::addColumn<int>("red");
        QTest::addColumn<int>("green");
        QTest::addColumn<int>("blue");
        QTest::addColumn<int>("paper");
        QTest::addColumn<int>("toolbox");
        QTest::newRow("white") << 255 << 255 << 255 << 255 << 255;
        QTest::newRow("black") << 0 << 0 << 0 << 0 << 0;
        QTest::newRow("red") << 255 << 0 << 0 << 76 << 76;
        QTest::newRow("green") << 0 << 255 << 0 << 150 << 150;
        QTest::newRow("blue") << 0 << 0 << 255 << 29 << 29;
        QTest::newRow("gray") << 77 << 77 << 77 << 77 << 77;
    }
    void grayOfColours()
    {
        QFETCH(int, red);
        QFETCH(int, green);
        QFETCH(int, blue);
        QFETCH(int, paper);
        QFETCH(int, toolbox);
        const cv::Mat bytes(2, 3, CV_8UC3, cv::Scalar(blue, green, red));
        cv::Mat shorts, floats;
        bytes.convertTo(shorts, CV_16U, 257);
        bytes.convertTo(floats, CV_32F, 1.0 / 255);
        const cv::Mat withAlpha(2, 3, CV_8UC4, cv::Scalar(blue, green, red, 99));
        for (const cv::Mat& decoded : {bytes, shorts, floats, withAlpha}) {
            const cv::Mat gray = metricGray(decoded, kPaper);
            QCOMPARE(gray.type(), CV_8UC1);
            QCOMPARE(int(gray.at<std::uint8_t>(1, 2)), paper);
            QCOMPARE(int(metricGray(decoded, kToolbox).at<std::uint8_t>(1, 2)), toolbox);
        }
    }

    void grayOfOneChannel()
    {
        const cv::Mat bytes = noise(21);
        QCOMPARE(metricGray(bytes, kPaper).data, bytes.data);
        cv::Mat shorts, floats;
        bytes.convertTo(shorts, CV_16U, 257);
        bytes.convertTo(floats, CV_32F, 1.0 / 255);
        for (const cv::Mat& decoded : {shorts, floats})
            QCOMPARE(cv::norm(metricGray(decoded, kToolbox), bytes, cv::NORM_INF), 0.0);
        const cv::Mat beyond = (cv::Mat_<float>(1, 3) << -1.0F, 2.0F, std::numeric_limits<float>::quiet_NaN());
        const cv::Mat cut = (cv::Mat_<std::uint8_t>(1, 3) << 0, 255, 0);
        QCOMPARE(cv::norm(metricGray(beyond, kPaper), cut, cv::NORM_INF), 0.0);
    }

    // The list of metrics.

    void everyMetricIsDescribed()
    {
        for (const MetricConvention convention : {kPaper, kToolbox}) {
            QSet<QString> names;
            for (const MetricInfo& info : metricInfos(convention)) {
                names.insert(QString::fromStdString(info.name));
                QVERIFY(!info.title.empty() && !info.summary.empty() && !info.source.empty());
                QVERIFY(info.lowest < info.highest);
                QCOMPARE(metricInfo(info.name, convention).title, info.title);
            }
            QCOMPARE(names.size(), 19);
            for (const std::string& name : paperTableMetrics())
                QVERIFY(names.contains(QString::fromStdString(name)));
        }
        QCOMPARE(metricInfo("MI", kPaper).unit, "nats");
        QCOMPARE(metricInfo("MI", kToolbox).unit, "bits");
        QVERIFY(metricInfo("mse", kPaper).direction == MetricDirection::LowerIsBetter);
        QVERIFY(metricInfo("Nabf", kPaper).direction == MetricDirection::LowerIsBetter);
        QVERIFY(metricInfo("PSNR", kPaper).direction == MetricDirection::HigherIsBetter);
        QCOMPARE(metricInfo("qABF", kPaper).name, "Qabf");
        VERIFY_ERROR(metricInfo("EN2", kPaper), "there are EN, SF, CC, VIF, Qabf, SSIM, SD");
    }

    void severalAtOnce()
    {
        const MetricImages images(noise(1), noise(2), noise(3));
        const std::vector<std::string> names{"SSIM", "en", "MI"};
        const std::vector<MetricValue> values = evaluateMetrics(images, names, kToolbox);
        QCOMPARE(values.size(), names.size());
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(values[i].value, value(names[i].c_str(), images, kToolbox));
        QVERIFY(evaluateMetrics(images, {}, kPaper).empty());
        VERIFY_ERROR(evaluateMetrics(images, {"EN", "none"}, kPaper), "Unknown metric \"none\"");
    }

    void stops()
    {
        const MetricImages images(noise(1), noise(2), noise(3));
        std::stop_source stop;
        QStringList done;
        const JobControl job(stop.get_token(), [&](double fraction, std::string_view activity) {
            done << QString("%1 %2").arg(fraction).arg(QString::fromStdString(std::string(activity)));
            stop.request_stop();
        });
        QVERIFY_THROWS_EXCEPTION(Cancelled, evaluateMetrics(images, {"EN", "SD"}, kPaper, job));
        QCOMPARE(done, QStringList{"0.5 Entropy"});
    }

    void conventionNames()
    {
        QVERIFY(parseMetricConvention(toString(kPaper)) == kPaper);
        QVERIFY(parseMetricConvention(toString(kToolbox)) == kToolbox);
        VERIFY_ERROR(parseMetricConvention("matlab"), "\"toolbox\"");
    }

    // The functions behind.

    void exponential()
    {
        for (double x = -700; x <= 700; x += 0.37)
            QVERIFY2(isNear(branchlessExp(x) / std::exp(x), 1.0, 2e-14), qPrintable(QString::number(x)));
        QCOMPARE(branchlessExp(0.0), 1.0);
        QVERIFY(std::isfinite(branchlessExp(1e9)));
        QVERIFY(branchlessExp(-1e9) > 0);
    }

    void binaryLogarithm()
    {
        for (double x = 1e-300; x < 1e300; x *= 1.37)
            QVERIFY2(std::abs(branchlessLog2(x) - std::log2(x)) < 1e-13 * std::max(1.0, std::abs(std::log2(x))),
                     qPrintable(QString::number(x)));
        for (const double power : {-1000.0, -3.0, -1.0, 0.0, 1.0, 52.0, 1000.0})
            QCOMPARE(branchlessLog2(std::exp2(power)), power);
    }

    void angle()
    {
        for (int i = 0; i <= 10000; ++i) {
            const double expected = std::numbers::pi * i / 10000;
            QVERIFY(std::abs(branchlessAngle(3 * std::cos(expected), std::max(3 * std::sin(expected), 0.0)) -
                             expected) < 1e-11);
        }
        QCOMPARE(branchlessAngle(5, 0), 0.0);
        QCOMPARE(branchlessAngle(-5, 0), std::numbers::pi);
        QCOMPARE(branchlessAngle(0, 5), std::numbers::pi / 2);
    }

private:
    /// V(R, D) with 2-D windows, step by step as it is defined.
    static double plainFidelity(const cv::Mat& source, const cv::Mat& distorted)
    {
        cv::Mat_<double> r, d;
        source.convertTo(r, CV_64F);
        distorted.convertTo(d, CV_64F);
        double kept = 0, all = 0;
        for (int n : {17, 9, 5, 3}) {
            cv::Mat_<double> window(n, n);
            for (int y = 0; y < n; ++y)
                for (int x = 0; x < n; ++x)
                    window(y, x) = std::exp(-(std::pow(y - n / 2, 2) + std::pow(x - n / 2, 2)) / (2 * n * n / 25.0));
            window /= cv::sum(window)[0];
            const auto filter = [&](const cv::Mat_<double>& m) {
                cv::Mat_<double> means(m.rows - n + 1, m.cols - n + 1);
                for (int y = 0; y < means.rows; ++y)
                    for (int x = 0; x < means.cols; ++x)
                        means(y, x) = m(cv::Rect(x, y, n, n)).dot(window);
                return means;
            };
            const auto everySecond = [](const cv::Mat_<double>& m) {
                cv::Mat_<double> half((m.rows + 1) / 2, (m.cols + 1) / 2);
                for (int y = 0; y < half.rows; ++y)
                    for (int x = 0; x < half.cols; ++x)
                        half(y, x) = m(2 * y, 2 * x);
                return half;
            };
            if (n != 17) {
                r = everySecond(filter(r));
                d = everySecond(filter(d));
            }
            const cv::Mat_<double> meanR = filter(r), meanD = filter(d);
            const cv::Mat_<double> meanRR = filter(r.mul(r)), meanDD = filter(d.mul(d)), meanRD = filter(r.mul(d));
            for (int y = 0; y < meanR.rows; ++y)
                for (int x = 0; x < meanR.cols; ++x) {
                    double varR = std::max(meanRR(y, x) - meanR(y, x) * meanR(y, x), 0.0);
                    const double varD = std::max(meanDD(y, x) - meanD(y, x) * meanD(y, x), 0.0);
                    const double cov = meanRD(y, x) - meanR(y, x) * meanD(y, x);
                    double g = cov / (varR + 1e-10), v = varD - g * cov;
                    if (varR < 1e-10) {
                        g = 0;
                        v = varD;
                        varR = 0;
                    }
                    if (varD < 1e-10)
                        g = v = 0;
                    if (g < 0) {
                        v = varD;
                        g = 0;
                    }
                    kept += std::log10(1 + g * g * varR / (std::max(v, 1e-10) + 2));
                    all += std::log10(1 + varR / 2);
                }
        }
        return kept / all;
    }

    /// f(S, F) of one window of 3 x 3 with the whole table of 81 joint probabilities, as it is defined.
    static double plainFeatureInformation(const cv::Mat& source, const cv::Mat& fused)
    {
        constexpr int n = 9;
        using Nine = std::vector<double>;
        const auto distribution = [](const cv::Mat& m) {
            double low = 0, high = 0, sum = 0;
            cv::minMaxLoc(m, &low, &high);
            Nine p(n);
            for (int i = 0; i < n; ++i)
                sum += p[i] = (m.at<std::uint8_t>(i % 3, i / 3) - low) / (high - low);
            for (double& share : p)
                share /= sum;
            return p;
        };
        const Nine a = distribution(source), b = distribution(fused);
        Nine sumA(n), sumB(n);
        double meanA = 0, meanB = 0, squareA = 0, squareB = 0, covariance = 0, varianceA = 0, varianceB = 0;
        for (int i = 0; i < n; ++i) {
            sumA[i] = a[i] + (i > 0 ? sumA[i - 1] : 0);
            sumB[i] = b[i] + (i > 0 ? sumB[i - 1] : 0);
            meanA += (i + 1) * a[i];
            meanB += (i + 1) * b[i];
            squareA += (i + 1) * (i + 1) * a[i];
            squareB += (i + 1) * (i + 1) * b[i];
            covariance += (a[i] - 1.0 / n) * (b[i] - 1.0 / n);
            varianceA += (a[i] - 1.0 / n) * (a[i] - 1.0 / n);
            varianceB += (b[i] - 1.0 / n) * (b[i] - 1.0 / n);
        }
        const double c = covariance / std::sqrt(varianceA * varianceB);
        const double deviations = std::sqrt((squareA - meanA * meanA) * (squareB - meanB * meanB));
        const auto bound = [&](int i, int j) {
            if (i < 0 || j < 0)
                return 0.0;
            return c >= 0 ? std::min(sumB[i], sumA[j]) : std::max(sumB[i] + sumA[j] - 1, 0.0);
        };
        double spread = 0;
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j)
                spread += bound(i, j) - sumB[i] * sumA[j];
        const double k = c / (spread / deviations);
        double joint = 0, entropies = 0;
        const auto bits = [](double p) { return std::abs(p) < 1e-15 ? 0.0 : -p * std::log2(std::abs(p)); };
        for (int i = 0; i < n; ++i) {
            entropies += bits(a[i]) + bits(b[i]);
            for (int j = 0; j < n; ++j)
                joint += bits(k * (bound(i, j) - bound(i - 1, j) - bound(i, j - 1) + bound(i - 1, j - 1)) +
                              (1 - k) * b[i] * a[j]);
        }
        return 2 * (entropies - joint) / entropies;
    }
};

DUOSCOPE_TEST_MAIN(TestMetrics)
#include "tst_metrics.moc"
