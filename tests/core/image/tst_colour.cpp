// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.h"
#include "tests/support/error_log_guard.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

using namespace duoscope;

namespace {

cv::Mat randomColours()
{
    cv::Mat image(40, 50, CV_32FC3);
    cv::RNG random(7);
    random.fill(image, cv::RNG::UNIFORM, 0, 1);
    return image;
}

float largestDifference(const cv::Mat& a, const cv::Mat& b) { return static_cast<float>(cv::norm(a, b, cv::NORM_INF)); }

cv::Mat chroma(float cr, float cb) { return cv::Mat(1, 1, CV_32FC2, cv::Scalar(cr, cb)); }

} // namespace

class TestColour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pureColours_data()
    {
        QTest::addColumn<QList<float>>("bgr");
        QTest::addColumn<QList<float>>("planes"); // Y, Cr, Cb
        QTest::newRow("red") << QList<float>{0, 0, 1} << QList<float>{0.299F, 0.713F * 0.701F, 0.564F * -0.299F};
        QTest::newRow("green") << QList<float>{0, 1, 0} << QList<float>{0.587F, 0.713F * -0.587F, 0.564F * -0.587F};
        QTest::newRow("blue") << QList<float>{1, 0, 0} << QList<float>{0.114F, 0.713F * -0.114F, 0.564F * 0.886F};
        QTest::newRow("black") << QList<float>{0, 0, 0} << QList<float>{0, 0, 0};
        QTest::newRow("white") << QList<float>{1, 1, 1} << QList<float>{1, 0, 0};
    }
    void pureColours()
    {
        QFETCH(QList<float>, bgr);
        QFETCH(QList<float>, planes);
        const cv::Mat image(1, 1, CV_32FC3, cv::Scalar(bgr[0], bgr[1], bgr[2]));
        const ColourPlanes split = splitColour(image);
        const auto colours = split.chroma.at<cv::Vec2f>(0, 0);
        QVERIFY(std::abs(split.luminance.at<float>(0, 0) - planes[0]) < 1e-6F);
        QVERIFY(std::abs(colours[0] - planes[1]) < 1e-6F);
        QVERIFY(std::abs(colours[1] - planes[2]) < 1e-6F);
    }

    void agreesWithOpenCvButForItsOffset()
    {
        const cv::Mat image = randomColours();
        const ColourPlanes split = splitColour(image);
        cv::Mat reference;
        cv::cvtColor(image, reference, cv::COLOR_BGR2YCrCb);
        std::vector<cv::Mat> planes;
        cv::split(reference, planes);
        std::vector<cv::Mat> ours;
        cv::split(split.chroma, ours);
        QVERIFY(largestDifference(split.luminance, planes[0]) < 1e-6F);
        QVERIFY(largestDifference(ours[0], planes[1] - 0.5) < 1e-6F);
        QVERIFY(largestDifference(ours[1], planes[2] - 0.5) < 1e-6F);
    }

    void grayKeepsItsValueExactly()
    {
        for (int value = 0; value <= 65535; value += 13) {
            const float gray = static_cast<float>(value) / 65535.0F;
            const ColourPlanes split = splitColour(cv::Mat(1, 1, CV_32FC3, cv::Scalar::all(gray)));
            QCOMPARE(split.luminance.at<float>(0, 0), gray);
            QCOMPARE(split.chroma.at<cv::Vec2f>(0, 0), cv::Vec2f(0, 0));
        }
    }

    void thereAndBack()
    {
        const cv::Mat image = randomColours();
        const ColourPlanes split = splitColour(image);
        // The published constants are rounded to three digits: 0.713 * 1.403 is 1.0003.
        QVERIFY(largestDifference(toColour(split.luminance, split.chroma), image) < 1.5e-3F);
    }

    void coloursAreCut()
    {
        const cv::Mat bgr = toColour(cv::Mat(1, 1, CV_32FC1, cv::Scalar(0.9)), chroma(0.3F, -0.6F));
        // R = 0.9 + 0.4209 and B = 0.9 - 1.0638 leave [0, 1]; G = 0.9 - 0.2142 + 0.2064.
        const auto pixel = bgr.at<cv::Vec3f>(0, 0);
        QCOMPARE(pixel[0], 0.0F);
        QVERIFY(std::abs(pixel[1] - 0.8922F) < 1e-6F);
        QCOMPARE(pixel[2], 1.0F);
    }

    void noChromaGivesGray()
    {
        const cv::Mat bgr = toColour(cv::Mat(3, 4, CV_32FC1, cv::Scalar(0.25)), {});
        QCOMPARE(largestDifference(bgr, cv::Mat(3, 4, CV_32FC3, cv::Scalar::all(0.25))), 0.0F);
    }

    void chromaIsMerged_data()
    {
        QTest::addColumn<float>("first");
        QTest::addColumn<float>("second");
        QTest::addColumn<float>("merged");
        QTest::newRow("no colour") << 0.0F << 0.0F << 0.0F;
        QTest::newRow("one has colour") << 0.4F << 0.0F << 0.4F;
        QTest::newRow("same colour") << -0.2F << -0.2F << -0.2F;
        QTest::newRow("stronger prevails") << 0.3F << 0.1F << (0.09F + 0.01F) / 0.4F;
        QTest::newRow("opposite") << 0.3F << -0.1F << (0.09F - 0.01F) / 0.4F;
        // Here the small term counts: 2 C^2 / (2 C + 1e-4 / 255) with C = 1e-4 / 255 is 2/3 C.
        QTest::newRow("hardly any") << 1e-4F / 255 << 1e-4F / 255 << 2.0F / 3 * 1e-4F / 255;
    }
    void chromaIsMerged()
    {
        QFETCH(float, first);
        QFETCH(float, second);
        QFETCH(float, merged);
        const float tolerance = std::max(1e-6F * std::abs(merged), std::abs(first) > 0.01F ? 1e-6F : 1e-12F);
        const auto crOnly = mergeChroma(chroma(first, 0.5F), chroma(second, 0)).at<cv::Vec2f>(0, 0);
        QVERIFY(std::abs(crOnly[0] - merged) <= tolerance);
        QVERIFY(std::abs(crOnly[1] - 0.5F) < 1e-6F); // The channels do not mix.
        const auto cbOnly = mergeChroma(chroma(0.5F, second), chroma(0, first)).at<cv::Vec2f>(0, 0);
        QVERIFY(std::abs(cbOnly[1] - merged) <= tolerance);
    }

    void imagesWithoutColourHaveNoSay()
    {
        const cv::Mat some = splitColour(randomColours()).chroma;
        QCOMPARE(largestDifference(mergeChroma(some, {}), some), 0.0F);
        QCOMPARE(largestDifference(mergeChroma({}, some), some), 0.0F);
        QVERIFY(mergeChroma({}, {}).empty());
        QVERIFY(mergeChroma(some, {}).data != some.data); // The caller's matrix is not shared.
    }

    void bytesAreRounded()
    {
        const cv::Mat values = (cv::Mat_<float>(1, 7) << -0.5F, 0, 0.49F / 255, 0.51F / 255, 254.51F / 255, 1, 7);
        const cv::Mat expected = (cv::Mat_<std::uint8_t>(1, 7) << 0, 0, 0, 1, 255, 255, 255);
        QCOMPARE(cv::norm(toBytes(values), expected, cv::NORM_INF), 0.0);
        for (int value = 0; value <= 255; ++value)
            QCOMPARE(int(toBytes(cv::Mat(1, 1, CV_32FC1, cv::Scalar(value / 255.0))).at<std::uint8_t>(0, 0)), value);
    }

    void grayIsExactEquality_data()
    {
        QTest::addColumn<int>("depth");
        QTest::newRow("8 bit") << CV_8U;
        QTest::newRow("16 bit") << CV_16U;
        QTest::newRow("float") << CV_32F;
    }
    void grayIsExactEquality()
    {
        QFETCH(int, depth);
        QVERIFY(isGray(cv::Mat(5, 5, CV_MAKETYPE(depth, 1), cv::Scalar(9))));
        for (const int channels : {3, 4}) {
            cv::Mat image(5, 5, CV_MAKETYPE(depth, channels), cv::Scalar(9, 9, 9, 200));
            QVERIFY(isGray(image));
            for (int channel = 0; channel < 3; ++channel) {
                cv::Mat tinted = image.clone();
                cv::Scalar colour(9, 9, 9, 200);
                colour[channel] = 10;
                tinted(cv::Rect(4, 4, 1, 1)) = colour;
                QVERIFY(!isGray(tinted));
            }
        }
    }
};

DUOSCOPE_TEST_MAIN(TestColour)
#include "tst_colour.moc"
