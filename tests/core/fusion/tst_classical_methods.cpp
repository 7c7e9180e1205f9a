// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/fusion/classical_methods.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/wavelet.h"
#include "core/image/colour.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

using namespace duoscope;

namespace {

using Rule = cv::Mat (*)(const cv::Mat&, const cv::Mat&);
const std::map<QString, Rule> kRules{{"average", fuseAverage}, {"maximum", fuseMaximum}, {"laplacian", fuseLaplacian},
                                     {"guided", fuseGuided},   {"wavelet", fuseWavelet}, {"two-scale", fuseTwoScale}};

const cv::Size kOddSize(131, 97);
const std::vector<cv::Size> kSizes{kOddSize, {16, 16}, {17, 16}, {5, 3}, {1, 1}}; // the last two have no pyramid

cv::Mat constant(cv::Size size, double value) { return {size, CV_32FC1, cv::Scalar(value)}; }

/// Uniform in [low, high].
cv::Mat noise(cv::Size size, std::uint64_t seed, double low = 0, double high = 1)
{
    cv::Mat image(size, CV_32FC1);
    cv::RNG(seed).fill(image, cv::RNG::UNIFORM, low, high);
    return image;
}

/// Each pixel from its column and row.
template <typename Function>
cv::Mat draw(cv::Size size, Function value)
{
    cv::Mat image(size, CV_32FC1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            image.at<float>(y, x) = static_cast<float>(value(x, y));
    return image;
}

/// Fine waves of mean 0.5 that no Gaussian of a coarse level lets pass.
cv::Mat texture(cv::Size size)
{
    return draw(size, [](int x, int y) { return 0.5 + 0.2 * std::sin(1.7 * x) * std::cos(1.4 * y); });
}

double largest(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

double deviation(const cv::Mat& image)
{
    cv::Scalar mean, spread;
    cv::meanStdDev(image, mean, spread);
    return spread[0];
}

bool isImage(const cv::Mat& image, cv::Size size, int type = CV_32FC1)
{
    return image.type() == type && image.size() == size && cv::checkRange(image); // neither NaN nor infinite
}

bool isInUnit(const cv::Mat& image)
{
    double low = 0, high = 0;
    cv::minMaxLoc(image.reshape(1), &low, &high);
    return low >= 0 && high <= 1;
}

/// The guided filter as its paper defines it, window by window, where no window leaves the image; 0 elsewhere.
cv::Mat plainGuidedFilter(const cv::Mat& guide, const cv::Mat& input, int radius, double epsilon)
{
    const auto overWindow = [radius](int x, int y, auto value) {
        double sum = 0;
        for (int v = y - radius; v <= y + radius; ++v)
            for (int u = x - radius; u <= x + radius; ++u)
                sum += value(u, v);
        return sum / ((2 * radius + 1) * (2 * radius + 1));
    };
    cv::Mat slope(guide.size(), CV_64FC1, cv::Scalar(0));
    cv::Mat offset = slope.clone();
    for (int y = radius; y < guide.rows - radius; ++y)
        for (int x = radius; x < guide.cols - radius; ++x) {
            const double meanGuide = overWindow(x, y, [&](int u, int v) { return guide.at<float>(v, u); });
            const double meanInput = overWindow(x, y, [&](int u, int v) { return input.at<float>(v, u); });
            const double covariance = overWindow(x, y, [&](int u, int v) {
                return (guide.at<float>(v, u) - meanGuide) * (input.at<float>(v, u) - meanInput);
            });
            const double variance =
                overWindow(x, y, [&](int u, int v) { return std::pow(guide.at<float>(v, u) - meanGuide, 2); });
            slope.at<double>(y, x) = covariance / (variance + epsilon);
            offset.at<double>(y, x) = meanInput - slope.at<double>(y, x) * meanGuide;
        }
    cv::Mat filtered = constant(guide.size(), 0);
    for (int y = 2 * radius; y < guide.rows - 2 * radius; ++y)
        for (int x = 2 * radius; x < guide.cols - 2 * radius; ++x)
            filtered.at<float>(y, x) = static_cast<float>(
                overWindow(x, y, [&](int u, int v) { return slope.at<double>(v, u); }) * guide.at<float>(y, x) +
                overWindow(x, y, [&](int u, int v) { return offset.at<double>(v, u); }));
    return filtered;
}

ImagePair pairOf(cv::Size size, bool withColour)
{
    ImagePair pair;
    pair.name = "synthetic";
    pair.infrared.luminance = noise(size, 1);
    pair.visible.luminance = noise(size, 2);
    if (withColour) {
        pair.visible.chroma = cv::Mat(size, CV_32FC2);
        cv::RNG(3).fill(pair.visible.chroma, cv::RNG::UNIFORM, -0.4, 0.4);
    }
    return pair;
}

JobControl stoppedJob()
{
    std::stop_source source;
    source.request_stop();
    return {source.get_token(), {}};
}

void addRules()
{
    QTest::addColumn<QString>("name");
    for (const auto& [name, rule] : kRules)
        QTest::newRow(qPrintable(name)) << name;
}

void addMethods()
{
    QTest::addColumn<QString>("name");
    for (const MethodInfo& info : fusionMethods())
        if (!info.needsModel)
            QTest::newRow(info.name.c_str()) << QString::fromStdString(info.name);
}

} // namespace

class TestClassicalMethods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void averageAndMaximumPixelByPixel()
    {
        const cv::Mat a = noise(kOddSize, 1);
        const cv::Mat b = noise(kOddSize, 2);
        QVERIFY(largest(fuseAverage(a, b), draw(kOddSize, [&](int x, int y) {
                            return (a.at<float>(y, x) + b.at<float>(y, x)) / 2;
                        })) < 1e-7);
        QCOMPARE(largest(fuseMaximum(a, b),
                         draw(kOddSize, [&](int x, int y) { return std::max(a.at<float>(y, x), b.at<float>(y, x)); })),
                 0.0);
    }

    void identicalSourcesAreTheResult_data() { addRules(); }
    void identicalSourcesAreTheResult()
    {
        QFETCH(QString, name);
        for (const cv::Size& size : kSizes) {
            const cv::Mat source = noise(size, 5);
            const cv::Mat fused = kRules.at(name)(source, source.clone());
            QVERIFY(isImage(fused, size));
            QVERIFY2(largest(fused, source) <= 1e-6, qPrintable(QString::number(largest(fused, source))));
        }
    }

    void constantSources_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("expected");
        QTest::newRow("average") << "average" << 0.5;
        QTest::newRow("maximum") << "maximum" << 0.9;
        QTest::newRow("laplacian") << "laplacian" << 0.5; // no detail; the mean of the coarsest
        QTest::newRow("guided") << "guided" << 0.5;       // equally salient: both weigh the same
        QTest::newRow("wavelet") << "wavelet" << 0.5;     // as the pyramid
        QTest::newRow("two-scale") << "two-scale" << 0.5; // as the guided filter
    }
    void constantSources()
    {
        QFETCH(QString, name);
        QFETCH(double, expected);
        for (const cv::Size& size : kSizes) {
            const cv::Mat fused = kRules.at(name)(constant(size, 0.1), constant(size, 0.9));
            QVERIFY(isImage(fused, size));
            const double error = largest(fused, constant(size, expected));
            QVERIFY2(error < 1e-5, qPrintable(QString("off by %1").arg(error)));
        }
    }

    void sourcesMayBeExchanged_data() { addRules(); }
    void sourcesMayBeExchanged()
    {
        QFETCH(QString, name);
        const Rule rule = kRules.at(name);
        for (const cv::Size& size : kSizes) {
            const cv::Mat a = noise(size, 6);
            const cv::Mat b = noise(size, 7, 0.3, 0.6);
            const double error = largest(rule(a, b), rule(b, a));
            QVERIFY2(error < 1e-5,
                     qPrintable(QString("differs by %1 at %2 x %3").arg(error).arg(size.width).arg(size.height)));
        }
    }

    void flatAreasMayBeExchanged_data() { addRules(); }
    void flatAreasMayBeExchanged()
    {
        QFETCH(QString, name);
        const Rule rule = kRules.at(name);
        // Left of the middle neither has detail, as in a dark or saturated sky.
        const cv::Mat waves = texture(kOddSize);
        const cv::Mat a =
            draw(kOddSize, [&](int x, int y) { return x < 65 ? 0.2 : static_cast<double>(waves.at<float>(y, x)); });
        const cv::Mat b = constant(kOddSize, 0.7);
        const double error = largest(rule(a, b), rule(b, a));
        QVERIFY2(error < 1e-5, qPrintable(QString("differs by %1").arg(error)));
    }

    void extremeSourcesStayInRange_data() { addRules(); }
    void extremeSourcesStayInRange()
    {
        QFETCH(QString, name);
        for (const cv::Size& size : kSizes) {
            const cv::Mat white = constant(size, 1);
            const cv::Mat black = constant(size, 0);
            const cv::Mat checks = draw(size, [](int x, int y) { return (x + y) % 2; });
            const cv::Mat blocks = draw(size, [](int x, int y) { return (x / 5 + y / 5) % 2; });
            cv::Mat impulse = black.clone();
            impulse.at<float>(size.height / 2, size.width / 2) = 1;
            const cv::Mat random = noise(size, 8);
            const cv::Mat binary = draw(size, [&](int x, int y) { return random.at<float>(y, x) > 0.5F; });
            const std::vector<cv::Mat> extremes{white,  black,          checks,  white - checks,
                                                blocks, white - blocks, impulse, white - impulse,
                                                binary, white - binary};
            for (std::size_t i = 0; i < extremes.size(); ++i)
                for (std::size_t j = 0; j < extremes.size(); ++j) {
                    const cv::Mat a = extremes[i].clone();
                    const cv::Mat b = extremes[j].clone();
                    const cv::Mat fused = kRules.at(name)(a, b);
                    const QString which =
                        QString("sources %1 and %2 of %3 x %4").arg(i).arg(j).arg(size.width).arg(size.height);
                    QVERIFY2(isImage(fused, size) && isInUnit(fused), qPrintable(which));
                    QVERIFY2(largest(a, extremes[i]) == 0 && largest(b, extremes[j]) == 0,
                             qPrintable(which + " were changed"));
                }
        }
    }

    void bandsKeepTexture_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("inInfrared");
        for (const char* name : {"laplacian", "wavelet"})
            for (const bool inInfrared : {true, false})
                QTest::addRow("%s, in %s", name, inInfrared ? "infrared" : "visible") << name << inInfrared;
    }
    void bandsKeepTexture()
    {
        QFETCH(QString, name);
        QFETCH(bool, inInfrared);
        const cv::Mat flat = constant(kOddSize, 0.5);
        const cv::Mat waves = texture(kOddSize);
        const cv::Mat& infrared = inInfrared ? waves : flat;
        const cv::Mat& visible = inInfrared ? flat : waves;
        const cv::Mat fused = kRules.at(name)(infrared, visible);
        const double kept = deviation(fused) / deviation(waves);
        QVERIFY2(kept > 0.98 && kept < 1.02, qPrintable(QString("%1 of the texture is left").arg(kept)));
        QVERIFY2(largest(fused, waves) < 0.02, qPrintable(QString::number(largest(fused, waves))));
        const double halved = deviation(fuseAverage(infrared, visible)) / deviation(waves);
        QVERIFY2(std::abs(halved - 0.5) < 1e-4, qPrintable(QString::number(halved)));
    }

    void bandsTakeEachPlacesTexture_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("laplacian") << "laplacian";
        QTest::newRow("wavelet") << "wavelet";
    }
    void bandsTakeEachPlacesTexture()
    {
        QFETCH(QString, name);
        const cv::Mat waves = texture(kOddSize);
        const auto half = [&](bool left) {
            return draw(kOddSize, [&](int x, int y) {
                return (x < 65) == left ? static_cast<double>(waves.at<float>(y, x)) : 0.5;
            });
        };
        const cv::Mat fused = kRules.at(name)(half(true), half(false));
        const double error = largest(fused.colRange(0, 57), waves.colRange(0, 57)) +
                             largest(fused.colRange(73, 131), waves.colRange(73, 131));
        QVERIFY2(error < 0.04, qPrintable(QString::number(error)));
    }

    void waveletBandsOfAnySize_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("levels");
        QTest::newRow("odd") << 131 << 97 << 3; // 97, 49, 25, 13: the fourth would have 7
        QTest::newRow("even") << 256 << 128 << 4;
        QTest::newRow("one level") << 16 << 31 << 1;
        QTest::newRow("none") << 15 << 200 << 0;
        QTest::newRow("a pixel") << 1 << 1 << 0;
    }
    void waveletBandsOfAnySize()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, levels);
        const cv::Mat image = noise({width, height}, 17);
        const WaveletBands bands = waveletTransform(image, 4);
        QCOMPARE(static_cast<int>(bands.levels.size()), levels);
        std::size_t values = bands.coarse.total();
        for (const auto& level : bands.levels)
            for (const cv::Mat& band : level)
                values += band.total();
        QCOMPARE(values, image.total()); // no redundancy
        const double error = largest(inverseWaveletTransform(bands), image);
        QVERIFY2(error <= 1e-6, qPrintable(QString::number(error)));
    }

    void waveletOfARamp()
    {
        // Two vanishing moments: a plane has no details but at the mirrored borders, and the coarse band samples it.
        const auto plane = [](int x, int y) { return 0.1 + 0.003 * x + 0.002 * y; };
        const WaveletBands bands = waveletTransform(draw({65, 49}, plane), 1);
        for (const cv::Mat& band : bands.levels[0])
            QVERIFY(cv::norm(band(cv::Rect(0, 0, 31, 23)), cv::NORM_INF) < 1e-6);
        const cv::Rect inside(1, 1, 30, 22);
        QVERIFY(largest(bands.coarse(inside),
                        draw(bands.coarse.size(), [&](int x, int y) { return plane(2 * x, 2 * y); })(inside)) < 1e-6);
    }

    void twoScaleByItsDefinition()
    {
        constexpr int kX = 60, kY = 48, kRadius = 17;
        const cv::Mat a = noise(kOddSize, 18);
        const cv::Mat b = noise(kOddSize, 19, 0.4, 0.6);
        const auto window = [&](const cv::Mat& image, int radius) {
            std::vector<double> values;
            for (int y = kY - radius; y <= kY + radius; ++y)
                for (int x = kX - radius; x <= kX + radius; ++x)
                    values.push_back(image.at<float>(y, x));
            return values;
        };
        const auto parts = [&](const cv::Mat& image) { // base, detail, saliency
            std::vector<double> wide = window(image, kRadius), narrow = window(image, 1);
            double mean = 0;
            for (const double value : wide)
                mean += value / static_cast<double>(wide.size());
            std::nth_element(narrow.begin(), narrow.begin() + 4, narrow.end());
            return std::array{mean, image.at<float>(kY, kX) - mean, std::abs(mean - narrow[4])};
        };
        const auto [baseA, detailA, saliencyA] = parts(a);
        const auto [baseB, detailB, saliencyB] = parts(b);
        const double expected =
            (baseA + baseB) / 2 + (saliencyA * detailA + saliencyB * detailB) / (saliencyA + saliencyB);
        QVERIFY(std::abs(fuseTwoScale(a, b).at<float>(kY, kX) - expected) < 1e-4);
    }

    void guidedKeepsAnEdge_data()
    {
        QTest::addColumn<bool>("inInfrared");
        QTest::newRow("in infrared") << true;
        QTest::newRow("in visible") << false;
    }
    void guidedKeepsAnEdge()
    {
        QFETCH(bool, inInfrared);
        // With a sensor's noise, so that both have some saliency everywhere.
        const cv::Mat flat = noise(kOddSize, 3, 0.48, 0.52);
        const cv::Mat edge =
            noise(kOddSize, 4, -0.02, 0.02) + draw(kOddSize, [](int x, int) { return x < 65 ? 0.2 : 0.8; });
        const auto height = [](const cv::Mat& image) {
            return cv::mean(image.col(65))[0] - cv::mean(image.col(64))[0];
        };
        const cv::Mat fused = inInfrared ? fuseGuided(edge, flat) : fuseGuided(flat, edge);
        const double kept = height(fused) / height(edge);
        QVERIFY2(kept > 0.8 && kept < 1.05, qPrintable(QString("%1 of the edge is left").arg(kept)));
        const double halved = height(fuseAverage(edge, flat)) / height(edge);
        QVERIFY2(std::abs(halved - 0.5) < 0.01, qPrintable(QString::number(halved)));
    }

    void guidedFilterByItsDefinition_data()
    {
        QTest::addColumn<int>("radius");
        QTest::addColumn<double>("epsilon");
        QTest::newRow("small") << 1 << 1e-4;
        QTest::newRow("middle") << 3 << 0.01;
        QTest::newRow("strong") << 4 << 0.3;
    }
    void guidedFilterByItsDefinition()
    {
        QFETCH(int, radius);
        QFETCH(double, epsilon);
        const cv::Size size(29, 23);
        const cv::Mat guide = noise(size, 9);
        const cv::Mat input = noise(size, 10, -1, 3);
        const cv::Mat filtered = guidedFilter(guide, input, radius, epsilon);
        QVERIFY(isImage(filtered, size));
        // The paper leaves open what lies outside the image.
        const cv::Rect inside(2 * radius, 2 * radius, size.width - 4 * radius, size.height - 4 * radius);
        const double error = largest(filtered(inside), plainGuidedFilter(guide, input, radius, epsilon)(inside));
        QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
    }

    void guidedFilterOfItsOwnGuide()
    {
        const cv::Mat image = noise(kOddSize, 11);
        QVERIFY(largest(guidedFilter(image, image, 4, 1e-10), image) < 1e-5);
        const cv::Mat filtered = guidedFilter(image, image, 4, 0.1); // the variance is 1/12, so about half goes
        QVERIFY(deviation(filtered) < 0.6 * deviation(image));
    }

    void guidedFilterWithHugeEpsilonIsTwoBoxes()
    {
        constexpr int kRadius = 3;
        constexpr int kEdge = 60;
        const cv::Mat guide = noise(kOddSize, 12);
        QVERIFY(largest(guidedFilter(guide, constant(kOddSize, 0.3), kRadius, 1e9), constant(kOddSize, 0.3)) < 1e-6);
        const cv::Mat step = draw(kOddSize, [](int x, int) { return x < kEdge ? 0 : 1; });
        const cv::Mat twice = draw(kOddSize, [](int x, int) { // of two shifts, the share that lands beyond the edge
            int beyond = 0;
            for (int first = -kRadius; first <= kRadius; ++first)
                for (int second = -kRadius; second <= kRadius; ++second)
                    beyond += x + first + second >= kEdge;
            return beyond / 49.0;
        });
        QVERIFY(largest(guidedFilter(guide, step, kRadius, 1e9), twice) < 1e-6);
        QVERIFY(largest(guidedFilter(step, step, kRadius, 1e-9), step) < 1e-5); // but its own guide keeps the edge
    }

    void guidedFilterIsLinear()
    {
        const cv::Mat guide = noise(kOddSize, 13);
        const cv::Mat input = noise(kOddSize, 14);
        for (const double epsilon : {1e-6, 0.3}) {
            const cv::Mat changed = guidedFilter(guide, input * -2.5 + 0.75, 7, epsilon);
            const cv::Mat expected = guidedFilter(guide, input, 7, epsilon) * -2.5 + 0.75;
            QVERIFY2(largest(changed, expected) < 1e-5, qPrintable(QString::number(largest(changed, expected))));
        }
    }

    void guidedFilterWithConstantGuide()
    {
        const cv::Mat input = noise(kOddSize, 15);
        const cv::Mat twoBoxes = guidedFilter(noise(kOddSize, 16), input, 7, 1e12);
        for (const double value : {0.0, 0.1, 1.0})
            for (const double epsilon : {1e-6, 0.3}) {
                const cv::Mat filtered = guidedFilter(constant(kOddSize, value), input, 7, epsilon);
                QVERIFY(isImage(filtered, kOddSize));
                QVERIFY2(largest(filtered, twoBoxes) < 1e-5, qPrintable(QString::number(largest(filtered, twoBoxes))));
            }
    }

    void theRegistryHasAllRules()
    {
        for (const auto& [name, rule] : kRules) {
            const ImagePair pair = pairOf({40, 30}, false);
            const FusionTrace trace = makeFusionMethod(name.toStdString(), {})->fuse(pair, {});
            QCOMPARE(largest(trace.gray, rule(pair.infrared.luminance, pair.visible.luminance)), 0.0);
        }
    }

    void methodsWithoutModel_data() { addMethods(); }
    void methodsWithoutModel()
    {
        QFETCH(QString, name);
        for (const bool withColour : {true, false}) {
            const ImagePair pair = pairOf(kOddSize, withColour);
            const FusionTrace trace = makeFusionMethod(name.toStdString(), {})->fuse(pair, {});
            QCOMPARE(trace.stages.size(), std::size_t(1));
            QCOMPARE(trace.stages[0].k, 0);
            QVERIFY(isImage(trace.stages[0].fused, kOddSize));
            QVERIFY(isImage(trace.gray, kOddSize));
            QVERIFY(isInUnit(trace.gray));
            QCOMPARE(trace.provenance.method, name.toStdString());
            QVERIFY(trace.provenance.equations.empty());
            QVERIFY(trace.classes.empty());
            QVERIFY(!trace.isWhatIf());
            if (!withColour) {
                QVERIFY(trace.colour.empty());
                continue;
            }
            QVERIFY(isImage(trace.colour, kOddSize, CV_32FC3));
            QVERIFY(isInUnit(trace.colour));
            QCOMPARE(largest(trace.colour, toColour(trace.gray, pair.visible.chroma)), 0.0);
        }
    }

    void unknownMethod()
    {
        try {
            makeFusionMethod("alchemy", {});
            QFAIL("it was made");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
            const QString text = error.what();
            QVERIFY2(text.contains("alchemy"), error.what());
            for (const MethodInfo& info : fusionMethods())
                QVERIFY2(text.contains(QString::fromStdString(info.name)), info.name.c_str());
        }
    }

    void aRunStepByStep_data() { addMethods(); }
    void aRunStepByStep()
    {
        QFETCH(QString, name);
        const auto run = makeFusionMethod(name.toStdString(), {})->start(pairOf({40, 30}, true)); // outlives its method
        QCOMPARE(run->stageCount(), 0);
        QCOMPARE(run->stage(), -1);
        QVERIFY_EXCEPTION_THROWN(run->rewind(0), Error);
        QVERIFY_EXCEPTION_THROWN(run->setClassWeight(1, 0.5), Error);
        QVERIFY_EXCEPTION_THROWN(run->preview({}, {}), Error);

        QVERIFY_EXCEPTION_THROWN(run->advance(stoppedJob()), Cancelled);
        QCOMPARE(run->stage(), -1);
        QVERIFY(run->trace().gray.empty());
        QVERIFY_EXCEPTION_THROWN(run->finish(stoppedJob()), Cancelled);
        QCOMPARE(run->stage(), -1);

        std::vector<double> fractions;
        run->finish(JobControl({}, [&](double fraction, std::string_view) { fractions.push_back(fraction); }));
        QVERIFY(run->isFinished());
        QVERIFY(!fractions.empty());
        QCOMPARE(fractions.back(), 1.0);
        const cv::Mat result = run->trace().gray.clone();

        run->advance({}); // no effect
        run->rewind(0);
        QCOMPARE(run->stage(), 0);
        QCOMPARE(largest(run->trace().gray, result), 0.0);
        VERIFY_ERROR(run->rewind(1), "stage 1");
        VERIFY_ERROR(run->rewind(-1), "stage -1");
        try {
            run->setClassWeight(1, 0.5);
            QFAIL("a weight was taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
            QVERIFY2(QString(error.what()).contains(name), error.what());
        }
    }

    void aStopWhileItFusesLeavesNothing()
    {
        std::stop_source source;
        const JobControl job(source.get_token(), [&](double, std::string_view) { source.request_stop(); });
        const auto run = makeFusionMethod("average", {})->start(pairOf({40, 30}, true));
        QVERIFY_EXCEPTION_THROWN(run->advance(job), Cancelled);
        QCOMPARE(run->stage(), -1);
        QVERIFY(run->trace().gray.empty());
    }
};

DUOSCOPE_TEST_MAIN(TestClassicalMethods)
#include "tst_classical_methods.moc"
