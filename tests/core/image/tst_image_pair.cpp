// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/image/colour.h"
#include "core/image/image_file.h"
#include "core/image/image_pair.h"
#include "tests/core/image/sample_files.h"
#include "tests/support/error_log_guard.h"

#include <QDir>

#include <cmath>

using namespace duoscope;
using namespace duoscope::test;

class TestImagePair : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void pairOfTwoFiles()
    {
        const auto infrared = write(m_folder, "红外.png", encode(".png", ramp(33, 21, CV_16UC1)));
        const auto visible = write(m_folder, "夜间.0012.jpg", encode(".jpg", ramp(33, 21, CV_8UC3)));
        PairOptions options;
        options.infraredRange = RangeRequest::parse("fixed:0,65535");
        const ImagePair pair = loadPair(infrared, visible, options);
        QCOMPARE(QString::fromStdString(pair.name), QString("夜间.0012"));
        QCOMPARE(pair.size(), cv::Size(33, 21));
        QVERIFY(pair.infrared.isGray());
        QVERIFY(!pair.visible.isGray());
        QCOMPARE(pair.infrared.range.rule, std::string("fixed:0,65535"));
        QCOMPARE(pair.visible.range.rule, std::string("full"));
        QCOMPARE(pair.infrared.path, infrared);
        QCOMPARE(pair.visible.path, visible);
    }

    void pairOfOneFourChannelFile()
    {
        const auto file = write(m_folder, "00001D.png", encode(".png", ramp(33, 21, CV_8UC4)));
        const ImagePair pair = loadPair(file, file);
        QVERIFY(pair.infrared.isGray());
        QVERIFY(!pair.visible.isGray());
        QCOMPARE(pair.infrared.channelNote, std::string("fourth channel as thermal"));
    }

    void sizesMustAgree()
    {
        const auto infrared = write(m_folder, "ir.png", encode(".png", ramp(32, 24, CV_8UC1)));
        const auto visible = write(m_folder, "vi.png", encode(".png", ramp(24, 32, CV_8UC3)));
        try {
            loadPair(infrared, visible);
            QFAIL("the pair was accepted");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Input);
            const QString text = error.what();
            QVERIFY2(text.contains("infrared image has 32 x 24") && text.contains("visible image 24 x 32"),
                     error.what());
            QVERIFY2(text.contains("Register"), error.what());
        }
    }

    void publicPairs_data()
    {
        QTest::addColumn<QString>("infrared");
        QTest::addColumn<QString>("visible");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<bool>("colour");
        // Facts of file(1) and of the datasets' descriptions. TNO is gray, here stored as three equal channels.
        QTest::newRow("RoadScene") << "RoadScene/ir/FLIR_05872.jpg"
                                   << "RoadScene/vi/FLIR_05872.jpg" << 447 << 211 << true;
        QTest::newRow("MSRS") << "MSRS/ir/00004N.png"
                              << "MSRS/vi/00004N.png" << 640 << 480 << true;
        QTest::newRow("TNO") << "TNO/ir/01.png"
                             << "TNO/vi/01.png" << 768 << 576 << false;
    }
    void publicPairs()
    {
        QFETCH(QString, infrared);
        QFETCH(QString, visible);
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(bool, colour);
        const QDir data(DUOSCOPE_SHARED "/data");
        if (!data.exists(infrared))
            QSKIP("the public pairs are not beside this checkout");
        const ImagePair pair = loadPair(data.filePath(infrared).toStdString(), data.filePath(visible).toStdString());
        QCOMPARE(pair.size(), cv::Size(width, height));
        QVERIFY(pair.infrared.isGray());
        QCOMPARE(!pair.visible.isGray(), colour);
    }

    /// The colours that the authors' released code gave to a known gray result.
    void colourAsPublished()
    {
        const QDir reference(DUOSCOPE_SHARED "/reference/refusion");
        if (!reference.exists())
            QSKIP("the reference data are not beside this checkout");
        const auto file = [&](const char* name) { return reference.filePath(name).toStdString(); };
        const ImagePair pair = loadPair(file("inputs/ivif_road_08932_1.png"), file("inputs/ivif_road_08932_2.png"));
        const SourceImage fused = loadSource(file("outputs/ivif_road_08932_gray.png"), Modality::Visible);
        const cv::Mat published = readImageFile(file("outputs/ivif_road_08932_rgb.png")).pixels;
        QVERIFY(!pair.visible.isGray());
        const cv::Mat chroma = mergeChroma(pair.infrared.chroma, pair.visible.chroma);
        const cv::Mat ours = toBytes(toColour(fused.luminance, chroma));
        QCOMPARE(ours.type(), published.type());
        QCOMPARE(ours.size(), published.size());
        QVERIFY(cv::norm(ours, published, cv::NORM_INF) <= 2);
        // Without the colours it would be far off: the comparison is able to fail.
        QVERIFY(cv::norm(toBytes(toColour(fused.luminance, {})), published, cv::NORM_INF) > 20);
    }
};

DUOSCOPE_TEST_MAIN(TestImagePair)
#include "tst_image_pair.moc"
