// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/image/image_file.h"
#include "tests/core/image/sample_files.h"
#include "tests/support/error_log_guard.h"

#include <QDir>

using namespace duoscope;
using namespace duoscope::test;

class TestImageFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    DecodedImage read(const QString& name, const Bytes& bytes) { return readImageFile(write(m_folder, name, bytes)); }

private Q_SLOTS:
    void losslessFormats_data()
    {
        QTest::addColumn<QString>("extension");
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("format");
        QTest::newRow("PNG, 8 bit gray") << ".png" << CV_8UC1 << "PNG";
        QTest::newRow("PNG, 8 bit colour") << ".png" << CV_8UC3 << "PNG";
        QTest::newRow("PNG, four channels") << ".png" << CV_8UC4 << "PNG";
        QTest::newRow("PNG, 16 bit gray") << ".png" << CV_16UC1 << "PNG";
        QTest::newRow("PNG, 16 bit colour") << ".png" << CV_16UC3 << "PNG";
        QTest::newRow("PNG, capitals") << ".PNG" << CV_8UC1 << "PNG";
        QTest::newRow("BMP, gray") << ".bmp" << CV_8UC1 << "BMP";
        QTest::newRow("BMP, colour") << ".bmp" << CV_8UC3 << "BMP";
        QTest::newRow("TIFF, 8 bit gray") << ".tif" << CV_8UC1 << "TIFF";
        QTest::newRow("TIFF, 8 bit colour") << ".tiff" << CV_8UC3 << "TIFF";
        QTest::newRow("TIFF, 16 bit gray") << ".tif" << CV_16UC1 << "TIFF";
        QTest::newRow("TIFF, 16 bit colour") << ".tif" << CV_16UC3 << "TIFF";
        QTest::newRow("TIFF, float") << ".tif" << CV_32FC1 << "TIFF";
    }
    void losslessFormats()
    {
        QFETCH(QString, extension);
        QFETCH(int, type);
        QFETCH(QString, format);
        const cv::Mat image = ramp(37, 23, type);
        const DecodedImage read = this->read("a" + extension, encode(extension.toLower().toUtf8(), image));
        QVERIFY(same(read.pixels, image));
        QCOMPARE(QString::fromStdString(read.format), format);
        QCOMPARE(read.bitDepth, int(8 * image.elemSize1()));
    }

    void jpegPixelsAreOpenCvs_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("progressive");
        QTest::newRow("gray") << CV_8UC1 << false;
        QTest::newRow("colour") << CV_8UC3 << false;
        QTest::newRow("progressive") << CV_8UC3 << true;
    }
    void jpegPixelsAreOpenCvs()
    {
        QFETCH(int, type);
        QFETCH(bool, progressive);
        const Bytes jpeg = encode(".jpg", ramp(61, 35, type),
                                  {cv::IMWRITE_JPEG_QUALITY, 80, cv::IMWRITE_JPEG_PROGRESSIVE, progressive});
        for (const char* name : {"a.jpg", "a.jpeg", "a.JPG"}) {
            const DecodedImage image = read(name, jpeg);
            QCOMPARE(image.format, std::string("JPEG"));
            QVERIFY(same(image.pixels, cv::imdecode(jpeg, cv::IMREAD_UNCHANGED)));
        }
    }

    void orientationMarkIsNotApplied()
    {
        // An EXIF block that says "turn by 90 degrees" (6), put behind the start of a JPEG.
        const Bytes exif{0xFF, 0xE1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
                         1,    0,    0x12, 0x01, 3,   0,   1,   0,   0, 0, 6,   0,   0,  0, 0, 0, 0, 0};
        Bytes jpeg = encode(".jpg", ramp(48, 24, CV_8UC3));
        jpeg.insert(jpeg.begin() + 2, exif.begin(), exif.end());
        QCOMPARE(read("turned.jpg", jpeg).pixels.size(), cv::Size(48, 24));

        const cv::Mat image = ramp(24, 16, CV_8UC1);
        TiffLayout layout;
        layout.width = 24;
        layout.orientation = 3; // Upside down.
        QVERIFY(same(read("turned.tif", tiff(layout, valuesOf(image))).pixels, image));
    }

    void bmpPalettes_data()
    {
        QTest::addColumn<int>("bits");
        QTest::newRow("1 bit") << 1;
        QTest::newRow("4 bit") << 4;
        QTest::newRow("8 bit") << 8;
    }
    void bmpPalettes()
    {
        QFETCH(int, bits);
        // Index i stands for gray 250 - 3 i, then for a colour.
        for (const bool colour : {false, true}) {
            Bytes palette;
            const int entries = std::min(1 << bits, 80);
            for (int i = 0; i < entries; ++i) {
                const auto gray = std::uint8_t(250 - 3 * i);
                append(palette, {gray, colour ? std::uint8_t(2 * i) : gray, gray, 0});
            }
            constexpr int kSide = 17; // Not a multiple of anything: rows are padded.
            const int rowBytes = (kSide * bits + 31) / 32 * 4;
            Bytes pixels;
            cv::Mat expected(kSide, kSide, colour ? CV_8UC3 : CV_8UC1);
            for (int fromBottom = 0; fromBottom < kSide; ++fromBottom) {
                Bytes row(std::size_t(rowBytes), 0);
                for (int x = 0; x < kSide; ++x) {
                    const int index = (x * 5 + fromBottom * 3) % entries;
                    const int place = x * bits;
                    row[std::size_t(place / 8)] |= std::uint8_t(index << (8 - bits - place % 8));
                    const auto gray = std::uint8_t(250 - 3 * index);
                    const int y = kSide - 1 - fromBottom;
                    if (colour)
                        expected.at<cv::Vec3b>(y, x) = {gray, std::uint8_t(2 * index), gray};
                    else
                        expected.at<std::uint8_t>(y, x) = gray;
                }
                append(pixels, row);
            }
            QVERIFY(same(read("a.bmp", bmp(kSide, kSide, bits, palette, pixels)).pixels, expected));
        }
    }

    void bmpFromTheTop()
    {
        const cv::Mat image = ramp(20, 17, CV_8UC3);
        QVERIFY(same(read("a.bmp", bmp(20, -17, 24, {}, valuesOf(image))).pixels, image));
    }

    void bmpRunLengths()
    {
        Bytes palette, codes;
        for (int i = 0; i < 256; ++i)
            append(palette, {std::uint8_t(i), std::uint8_t(i), std::uint8_t(i), 0});
        cv::Mat expected(16, 16, CV_8UC1);
        for (int y = 15; y >= 0; --y) {
            append(codes, {10, std::uint8_t(y), 0, 6, 1, 2, 3, 4, 5, 6, 0, std::uint8_t(y == 0 ? 1 : 0)});
            for (int x = 0; x < 16; ++x)
                expected.at<std::uint8_t>(y, x) = std::uint8_t(x < 10 ? y : x - 9);
        }
        QVERIFY(same(read("a.bmp", bmp(16, 16, 8, palette, codes, 1)).pixels, expected));
    }

    void bmpFourthByteWithoutAlphaMaskIsDropped()
    {
        Bytes masks;
        for (const std::uint32_t mask : {0xFF0000U, 0xFF00U, 0xFFU})
            appendLittle(masks, mask, 4);
        const cv::Mat image(16, 16, CV_8UC4, cv::Scalar(10, 20, 30, 40));
        const cv::Mat expected(16, 16, CV_8UC3, cv::Scalar(10, 20, 30));
        QVERIFY(same(read("a.bmp", bmp(16, 16, 32, {}, valuesOf(image), 3, masks)).pixels, expected));
        QVERIFY(same(read("a.bmp", bmp(16, 16, 32, {}, valuesOf(image))).pixels, expected));
    }

    void pngPalette()
    {
        const Bytes colours{0, 0, 0, 255, 0, 0, 0, 128, 0, 9, 8, 7}; // Red, green, blue.
        Bytes before = pngChunk("PLTE", colours);
        append(before, pngChunk("tRNS", {0, 128})); // Must not become a fourth channel.
        Bytes row;
        for (int x = 0; x < 16; ++x)
            row.push_back(std::uint8_t(x % 4));
        const DecodedImage image = read("a.png", png(16, 8, 3, std::vector<Bytes>(16, row), before));
        QCOMPARE(image.pixels.type(), CV_8UC3);
        QCOMPARE(image.pixels.at<cv::Vec3b>(4, 1), cv::Vec3b(0, 0, 255));
        QCOMPARE(image.pixels.at<cv::Vec3b>(4, 2), cv::Vec3b(0, 128, 0));
        QCOMPARE(image.pixels.at<cv::Vec3b>(4, 3), cv::Vec3b(7, 8, 9));
    }

    void pngGrayWithTransparency()
    {
        Bytes row;
        for (int x = 0; x < 16; ++x)
            append(row, {std::uint8_t(10 * x), std::uint8_t(255 - x)});
        const DecodedImage image = read("a.png", png(16, 8, 4, std::vector<Bytes>(16, row)));
        QCOMPARE(image.pixels.type(), CV_8UC1);
        QCOMPARE(int(image.pixels.at<std::uint8_t>(3, 15)), 150);
    }

    void tiffDouble()
    {
        cv::Mat image(16, 16, CV_64FC1, cv::Scalar(273.25));
        TiffLayout layout;
        layout.bits = 64;
        layout.kind = 3;
        const DecodedImage read = this->read("a.tif", tiff(layout, valuesOf(image)));
        QVERIFY(same(read.pixels, cv::Mat(16, 16, CV_32FC1, cv::Scalar(273.25))));
    }

    void tiffWhereZeroIsWhite_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << CV_8UC1;
        QTest::newRow("16 bit") << CV_16UC1;
    }
    void tiffWhereZeroIsWhite()
    {
        QFETCH(int, type);
        const cv::Mat image = ramp(16, 16, type);
        TiffLayout layout;
        layout.bits = int(8 * image.elemSize1());
        layout.photometric = 0;
        const cv::Mat expected = cv::Scalar::all(type == CV_8UC1 ? 255 : 65535) - image;
        QVERIFY(same(read("a.tif", tiff(layout, valuesOf(image))).pixels, expected));
    }

    void tiffFourthChannelLeavesColoursAlone()
    {
        // Marked as transparency that libtiff would multiply into the colours.
        TiffLayout layout;
        layout.samples = 4;
        layout.photometric = 2;
        layout.extra = 2;
        const cv::Mat image(16, 16, CV_8UC4, cv::Scalar(200, 150, 100, 50)); // Red, green, blue, thermal.
        QVERIFY(same(read("a.tif", tiff(layout, valuesOf(image))).pixels,
                     cv::Mat(16, 16, CV_8UC4, cv::Scalar(100, 150, 200, 50))));
    }

    void namesBeyondAscii()
    {
        QVERIFY(QDir(m_folder.path()).mkdir("夜间"));
        const cv::Mat image = ramp(20, 20, CV_8UC3);
        const auto file = std::filesystem::path(m_folder.filePath("夜间/红外图像 é.png").toStdString());
        writeImageFile(file, image);
        QVERIFY(same(readImageFile(file).pixels, image));
    }

    void writtenIsRead_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit gray") << CV_8UC1;
        QTest::newRow("8 bit colour") << CV_8UC3;
        QTest::newRow("16 bit gray") << CV_16UC1;
        QTest::newRow("16 bit colour") << CV_16UC3;
    }
    void writtenIsRead()
    {
        QFETCH(int, type);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("out.png").toStdString();
        writeImageFile(file, cv::Mat::zeros(16, 16, CV_8UC1)); // An older result is replaced.
        const cv::Mat image = ramp(31, 19, type);
        writeImageFile(file, image);
        QVERIFY(same(readImageFile(file).pixels, image));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"out.png"});
    }

    void unwritable_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("reason");
        QTest::newRow("folder is missing") << "missing/out.png" << CV_8UC1 << "No such file";
        QTest::newRow("a folder has the name") << "taken.png" << CV_8UC1 << "it is a folder";
        QTest::newRow("not called PNG") << "out.jpg" << CV_8UC1 << "the name does not say so";
        QTest::newRow("float") << "out.png" << CV_32FC1 << "CV_32FC1";
        QTest::newRow("two channels") << "out.png" << CV_8UC2 << "CV_8UC2";
    }
    void unwritable()
    {
        QFETCH(QString, name);
        QFETCH(int, type);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("taken.png"));
        try {
            writeImageFile(folder.filePath(name).toStdString(), cv::Mat::zeros(16, 16, type));
            QFAIL("the image was written");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Output);
            QVERIFY2(QString(error.what()).contains(reason), error.what());
        }
        QVERIFY(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    }
};

DUOSCOPE_TEST_MAIN(TestImageFile)
#include "tst_image_file.moc"
