// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/image/colour.h"
#include "core/image/source_image.h"
#include "tests/core/image/sample_files.h"
#include "tests/support/error_log_guard.h"

#include <cmath>
#include <limits>

using namespace duoscope;
using namespace duoscope::test;

class TestSourceImage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path store(const QString& name, const cv::Mat& image)
    {
        return write(m_folder, name, encode(("." + name.section('.', -1)).toUtf8(), image));
    }
    std::filesystem::path storeFloats(const cv::Mat& image)
    {
        TiffLayout layout;
        layout.width = image.cols;
        layout.height = image.rows;
        layout.bits = 32;
        layout.kind = 3;
        return write(m_folder, "a.tif", tiff(layout, valuesOf(image)));
    }

private Q_SLOTS:
    void grayHasExactlyTheStoredValues_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("channels");
        QTest::newRow("8 bit") << CV_8UC1 << 1;
        QTest::newRow("8 bit, three equal channels") << CV_8UC1 << 3;
        QTest::newRow("16 bit") << CV_16UC1 << 1;
        QTest::newRow("16 bit, three equal channels") << CV_16UC1 << 3;
    }
    void grayHasExactlyTheStoredValues()
    {
        QFETCH(int, type);
        QFETCH(int, channels);
        const cv::Mat gray = ramp(64, 40, type);
        cv::Mat image;
        cv::merge(std::vector<cv::Mat>(std::size_t(channels), gray), image);
        const SourceImage source = loadSource(store("a.png", image), Modality::Visible);
        QVERIFY(source.isGray());
        QCOMPARE(source.channels, channels);
        QCOMPARE(source.bitDepth, type == CV_8UC1 ? 8 : 16);
        QCOMPARE(source.format, std::string("PNG"));
        QCOMPARE(source.luminance.type(), CV_32FC1);
        for (int y = 0; y < gray.rows; ++y)
            for (int x = 0; x < gray.cols; ++x)
                QCOMPARE(source.luminance.at<float>(y, x), type == CV_8UC1
                                                               ? float(gray.at<std::uint8_t>(y, x)) / 255.0F
                                                               : float(gray.at<std::uint16_t>(y, x)) / 65535.0F);
    }

    void colourIsSplit()
    {
        const cv::Mat image(20, 30, CV_8UC3, cv::Scalar(51, 102, 204)); // B, G, R = 0.2, 0.4, 0.8
        for (const Modality modality : {Modality::Visible, Modality::Infrared}) {
            const SourceImage source = loadSource(store("a.bmp", image), modality);
            QVERIFY(!source.isGray());
            QCOMPARE(source.size(), cv::Size(30, 20));
            QCOMPARE(source.chroma.size(), cv::Size(30, 20));
            const float y = 0.299F * 0.8F + 0.587F * 0.4F + 0.114F * 0.2F;
            QVERIFY(std::abs(source.luminance.at<float>(7, 7) - y) < 1e-6F);
            QVERIFY(std::abs(source.chroma.at<cv::Vec2f>(7, 7)[0] - 0.713F * (0.8F - y)) < 1e-6F);
            QVERIFY(std::abs(source.chroma.at<cv::Vec2f>(7, 7)[1] - 0.564F * (0.2F - y)) < 1e-6F);
        }
    }

    void fourthChannelIsThermal()
    {
        cv::Mat image = ramp(24, 20, CV_8UC4);
        const auto file = store("00001D.png", image);
        const SourceImage infrared = loadSource(file, Modality::Infrared);
        QVERIFY(infrared.isGray());
        QCOMPARE(infrared.channels, 4);
        QCOMPARE(infrared.channelNote, std::string("fourth channel as thermal"));
        const SourceImage visible = loadSource(file, Modality::Visible);
        QVERIFY(!visible.isGray());
        QVERIFY(QString::fromStdString(visible.channelNote).startsWith("first three channels"));
        const cv::Mat back = toBytes(toColour(visible.luminance, visible.chroma));
        for (int y = 0; y < image.rows; ++y)
            for (int x = 0; x < image.cols; ++x) {
                QCOMPARE(infrared.luminance.at<float>(y, x), float(image.at<cv::Vec4b>(y, x)[3]) / 255.0F);
                for (int channel = 0; channel < 3; ++channel)
                    QVERIFY(std::abs(back.at<cv::Vec3b>(y, x)[channel] - image.at<cv::Vec4b>(y, x)[channel]) <= 1);
            }
    }

    void constantFourthChannelIsTransparency()
    {
        cv::Mat image = ramp(24, 20, CV_8UC4), three;
        cv::extractChannel(image, three, 0);
        const cv::Mat opaque(three.size(), CV_8UC1, cv::Scalar(255));
        cv::merge(std::vector<cv::Mat>{three, three, three, opaque}, image);
        const SourceImage infrared = loadSource(store("a.png", image), Modality::Infrared);
        QVERIFY(infrared.isGray());
        QCOMPARE(infrared.luminance.at<float>(11, 13), float(three.at<std::uint8_t>(11, 13)) / 255.0F);
        QVERIFY(QString::fromStdString(infrared.channelNote).contains("the fourth is constant"));
    }

    void sixteenBitThermalUsesItsPercentiles()
    {
        // 1000 counts from 7000 to 7999, as a thermal camera gives; the percentiles are 7000 + 9.99 q.
        cv::Mat image(25, 40, CV_16UC1);
        for (int i = 0; i < 1000; ++i)
            image.at<std::uint16_t>(i / 40, i % 40) = std::uint16_t(7000 + i * 7 % 1000);
        for (const char* name : {"a.tif", "a.png"}) {
            const SourceImage source = loadSource(store(name, image), Modality::Infrared);
            QCOMPARE(source.range.rule, std::string("percentile:0.5,99.5"));
            QVERIFY(std::abs(source.range.low - 7004.995) < 1e-9);
            QVERIFY(std::abs(source.range.high - 7994.005) < 1e-9);
            QCOMPARE(source.range.clippedBelow, 0.005);
            QCOMPARE(source.range.clippedAbove, 0.005);
            const double expected = (image.at<std::uint16_t>(12, 20) - 7004.995) / (7994.005 - 7004.995);
            QVERIFY(std::abs(source.luminance.at<float>(12, 20) - expected) < 1e-6);
        }
        QCOMPARE(loadSource(store("a.png", image), Modality::Visible).range.rule, std::string("full"));
        const SourceImage fixed =
            loadSource(store("a.png", image), Modality::Infrared, RangeRequest::parse("fixed:7000,8000"));
        QCOMPARE(fixed.luminance.at<float>(0, 1), 0.007F);
    }

    void sixteenBitColourSharesOneRange()
    {
        cv::Mat image(20, 20, CV_16UC3, cv::Scalar(1000, 3000, 5000));
        const SourceImage source =
            loadSource(store("a.png", image), Modality::Visible, RangeRequest::parse("percentile:0,100"));
        QCOMPARE(source.range.low, 1000.0);
        QCOMPARE(source.range.high, 5000.0);
        const auto bgr = toColour(source.luminance, source.chroma).at<cv::Vec3f>(3, 3);
        QVERIFY(std::abs(bgr[0]) < 2e-3F && std::abs(bgr[1] - 0.5F) < 2e-3F && std::abs(bgr[2] - 1) < 2e-3F);
    }

    void floatImages()
    {
        cv::Mat kelvins(20, 20, CV_32FC1);
        for (int i = 0; i < 400; ++i)
            kelvins.at<float>(i / 20, i % 20) = 280 + 0.1F * float(i);
        const SourceImage source =
            loadSource(storeFloats(kelvins), Modality::Infrared, RangeRequest::parse("fixed:280,320"));
        QCOMPARE(source.bitDepth, 32);
        QVERIFY(std::abs(source.luminance.at<float>(10, 0) - 0.5F) < 1e-5F);

        kelvins.at<float>(5, 17) = std::numeric_limits<float>::quiet_NaN();
        try {
            loadSource(storeFloats(kelvins), Modality::Infrared);
            QFAIL("the image was accepted");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("1 of its values is NaN or infinite") &&
                         QString(error.what()).contains("column 17, row 5"),
                     error.what());
        }
    }
};

DUOSCOPE_TEST_MAIN(TestSourceImage)
#include "tst_source_image.moc"
