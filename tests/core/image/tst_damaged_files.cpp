// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/image/image_file.h"
#include "core/image/image_reader.h"
#include "tests/core/image/sample_files.h"
#include "tests/support/error_log_guard.h"

#include <QDir>
#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>
#include <QTemporaryFile>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <limits>
#include <random>

using namespace duoscope;
using namespace duoscope::test;

namespace {

/// One way for a file to be unusable, and the part of the message that no other has.
struct Damage {
    const char* label;
    const char* name;
    Bytes bytes;
    const char* reason;
};

Bytes text(const char* content)
{
    const std::string_view view(content);
    return {view.begin(), view.end()};
}

Bytes changed(Bytes bytes, std::size_t offset, std::uint8_t value)
{
    bytes.at(offset) = value;
    return bytes;
}

/// Where a marker first stands in a JPEG whose segments are followed, not searched.
std::size_t segmentOf(const Bytes& jpeg, std::uint8_t marker)
{
    std::size_t offset = 2;
    while (jpeg.at(offset + 1) != marker)
        offset += 2U + std::size_t(jpeg.at(offset + 2) << 8 | jpeg.at(offset + 3));
    return offset;
}

/// A place within a JPEG's packed pixels.
std::ptrdiff_t thirdOfScan(const Bytes& jpeg)
{
    const std::size_t scan = segmentOf(jpeg, 0xDA);
    return std::ptrdiff_t(scan + (jpeg.size() - scan) / 3);
}

Bytes middleFilled(Bytes jpeg, std::uint8_t even, std::uint8_t odd)
{
    const auto from = jpeg.begin() + thirdOfScan(jpeg);
    const auto count = (jpeg.end() - from) / 2;
    for (std::ptrdiff_t i = 0; i < count; ++i)
        from[i] = i % 2 ? odd : even;
    return jpeg;
}

Bytes middleCut(Bytes jpeg)
{
    const auto from = jpeg.begin() + thirdOfScan(jpeg);
    jpeg.erase(from, from + (jpeg.end() - from) / 2);
    return jpeg;
}

/// Sound, but that its one tile is said to be of another size.
Bytes tiledTiff(std::uint32_t width, std::uint32_t height)
{
    Bytes file = tiff({}, Bytes(256, 7));
    const std::size_t entries = 264 + 2;
    const auto rename = [&](std::size_t entry, std::uint16_t tag, std::uint32_t value) {
        Bytes field;
        appendLittle(field, tag, 2);
        appendLittle(field, 4, 2);
        appendLittle(field, 1, 4);
        appendLittle(field, value, 4);
        std::copy(field.begin(), field.end(), file.begin() + static_cast<std::ptrdiff_t>(entries + entry * 12));
    };
    rename(5, 324, 8);      // strip offsets → tile offsets
    rename(7, 322, width);  // rows per strip → tile width
    rename(8, 325, 256);    // strip byte counts → tile byte counts
    rename(9, 323, height); // planar configuration → tile length
    return file;
}

/// A large picture whose last scan is there again and again.
Bytes manyScans()
{
    const Bytes jpeg = encode(".jpg", cv::Mat(4000, 4000, CV_8UC1, cv::Scalar(90)), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
    std::size_t scan = jpeg.size() - 2;
    while (jpeg.at(scan) != 0xFF || jpeg.at(scan + 1) != 0xDA)
        --scan;
    Bytes file(jpeg.begin(), jpeg.end() - 2);
    for (int i = 0; i < 100; ++i)
        file.insert(file.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(scan), jpeg.end() - 2);
    append(file, {0xFF, 0xD9});
    return file;
}

std::vector<Damage> damages()
{
    const cv::Mat gray = ramp(64, 48, CV_8UC1), colour = ramp(64, 48, CV_8UC3);
    const Bytes aPng = encode(".png", colour), aJpeg = encode(".jpg", colour), aBmp = encode(".bmp", colour);
    const Bytes aTiff = tiff({}, Bytes(256, 7));
    const std::size_t scan = segmentOf(aJpeg, 0xDA), frame = segmentOf(aJpeg, 0xC0);

    Bytes wrongType = pngHeader(20, 20, 8, 5);
    Bytes noPixels = pngHeader(20, 20, 8, 2);
    append(noPixels, pngChunk("IEND", {}));
    Bytes noPalette = png(16, 8, 3, std::vector<Bytes>(16, Bytes(16, 1)));
    Bytes badStream = pngHeader(20, 20, 8, 2);
    append(badStream, pngChunk("IDAT", Bytes(60, 0xEE)));
    append(badStream, pngChunk("IEND", {}));
    Bytes hugePng = pngHeader(100000, 100000, 8, 2);
    append(hugePng, pngChunk("IDAT", zlibStored({0, 1, 2})));
    append(hugePng, pngChunk("IEND", {}));
    Bytes hollowPng = pngHeader(20000, 20000, 8, 2);
    append(hollowPng, pngChunk("IDAT", zlibStored({0, 1, 2})));
    append(hollowPng, pngChunk("IEND", {}));
    Bytes flat = pngHeader(0, 20, 8, 2);

    // Claims a packing that its bytes do not follow: deflate, for samples of 16 bits.
    Bytes unpackable;
    TiffLayout layout;
    const auto with = [&](auto change) {
        TiffLayout other = layout;
        change(other);
        return tiff(other, Bytes(16 * 16 * 8, 1));
    };
    unpackable = with([](auto& l) { l.bits = 16; });
    unpackable.at(8 + 16 * 16 * 8 + 2 + 3 * 12 + 8) = 8;
    Bytes odd;
    for (const std::uint32_t mask : {0xFFU, 0xFF00U, 0xFF0000U})
        appendLittle(odd, mask, 4);
    const Bytes palette(1024, 5);

    return {
        {"empty", "a.png", {}, "the file is empty"},
        {"text", "a.png", text("BMW and other words"), "none of the supported image formats"},
        {"JPEG called PNG", "a.png", aJpeg, "named like a PNG file but holds JPEG data"},
        {"PNG called JPEG", "a.jpeg", aPng, "named like a JPEG file but holds PNG data"},
        {"unknown extension", "a.dat", aPng, "ends in .dat"},
        {"no extension", "a", aPng, "has no extension"},
        {"1 x 1", "a.png", encode(".png", cv::Mat(1, 1, CV_8UC3)), "too small: 1 x 1"},
        {"no area", "a.png", flat, "gives it no area"},
        {"100000 x 100000", "a.png", hugePng, "100000 x 100000 pixels, more than"},
        {"hollow", "a.png", hollowPng, "which 71 bytes cannot hold"},

        {"PNG ends in its signature", "a.png", firstBytes(aPng, 6), "within its signature"},
        {"PNG ends in a chunk", "a.png", firstBytes(aPng, aPng.size() / 2), "within its chunk IDAT"},
        {"PNG ends between chunks", "a.png", firstBytes(aPng, aPng.size() - 12), "PNG data ends after"},
        {"PNG through text mode", "a.png", changed(aPng, 4, 0x0A), "text mode"},
        {"PNG checksum", "a.png", changed(aPng, aPng.size() / 2, std::uint8_t(aPng[aPng.size() / 2] ^ 1)),
         "the checksum of its chunk IDAT"},
        {"PNG chunk name", "a.png", changed(aPng, 37, 0x00), "has no valid name"},
        {"PNG without header", "a.png", changed(aPng, 13, 'j'), "the checksum of its chunk IjDR"},
        {"PNG colour type", "a.png", wrongType, "colour type 5"},
        {"PNG without pixels", "a.png", noPixels, "holds no pixel data"},
        {"PNG without palette", "a.png", noPalette, "its palette is missing"},
        {"PNG stream", "a.png", badStream, "PNG data is damaged: its pixels cannot be unpacked"},

        {"JPEG ends in a segment", "a.jpg", firstBytes(aJpeg, 30), "within the segment"},
        {"JPEG ends in its pixels", "a.jpg", firstBytes(aJpeg, (scan + aJpeg.size()) / 2), "JPEG data ends after"},
        {"JPEG ends before its pixels", "a.jpg", firstBytes(aJpeg, scan), "without its end mark"},
        {"JPEG lost its middle", "a.jpg", middleFilled(aJpeg, 0, 0), "extraneous bytes"},
        {"JPEG with a wrong middle", "a.jpg", middleFilled(aJpeg, 0xFF, 0), "bad Huffman code"},
        {"JPEG without its middle", "a.jpg", middleCut(aJpeg), "premature end of data"},
        {"JPEG without header", "a.jpg", changed(aJpeg, frame + 1, 0xE5), "no header before its pixels"},
        {"JPEG marker", "a.jpg", changed(aJpeg, frame, 0x12), "there is no marker at"},
        {"JPEG segment length", "a.jpg", changed(changed(aJpeg, 4, 0), 5, 1), "an impossible length"},
        {"JPEG of 12 bits", "a.jpg", changed(aJpeg, frame + 4, 12), "12 bits per sample"},
        {"JPEG of many scans", "a.jpg", manyScans(), "spread over more than"},
        {"JPEG of four inks", "a.jpg", changed(aJpeg, frame + 9, 4), "4 colour components"},

        {"BMP ends in its header", "a.bmp", firstBytes(aBmp, 30), "BMP data ends after 30 bytes, within its header"},
        {"BMP ends in its pixels", "a.bmp", firstBytes(aBmp, aBmp.size() - 5), "bytes, but needs"},
        {"BMP ends in its palette", "a.bmp", firstBytes(bmp(16, 16, 8, palette, Bytes(256, 1)), 800),
         "within its palette"},
        {"BMP ends in its runs", "a.bmp", bmp(16, 16, 8, palette, {16, 1, 0, 0, 16}, 1), "run-length codes"},
        {"BMP ends in its masks", "a.bmp", firstBytes(bmp(16, 16, 32, {}, Bytes(1024, 1), 3, odd), 60),
         "within its colour masks"},
        {"BMP header length", "a.bmp", changed(aBmp, 14, 20), "claims to be 20 bytes"},
        {"BMP bits", "a.bmp", changed(aBmp, 28, 7), "7 bits per pixel"},
        {"BMP compression", "a.bmp", changed(aBmp, 30, 4), "BMP compression (number 4"},
        {"BMP masks", "a.bmp", bmp(16, 16, 32, {}, Bytes(1024, 1), 3, odd), "colour masks are unusual"},
        {"BMP pixel offset", "a.bmp", changed(aBmp, 10, 20), "begin within its header"},
        {"BMP colours", "a.bmp", changed(bmp(16, 16, 8, palette, Bytes(256, 1)), 47, 9), "palette claims"},

        {"TIFF ends before its directory", "a.tif", firstBytes(aTiff, 200), "before its directory at byte 264"},
        {"TIFF ends in its directory", "a.tif", firstBytes(aTiff, 300), "within its directory"},
        {"TIFF strip", "a.tif", tiff({}, Bytes(200, 7)), "its strips hold 200 of 256 bytes"},
        {"TIFF strip outside", "a.tif", changed(aTiff, 264 + 2 + 5 * 12 + 9, 0x77), "but its strip 1 reaches"},
        {"TIFF without colour model", "a.tif", changed(aTiff, 264 + 2 + 4 * 12, 0x07), "gray or colours"},
        {"TIFF without palette", "a.tif", with([](auto& l) { l.photometric = 3; }),
         "TIFF data is damaged: its palette is missing"},
        {"TIFF of half a colour", "a.tif", with([](auto& l) { l.photometric = 2; }),
         "TIFF data is damaged: its pixels cannot be decoded"},
        {"TIFF stream", "a.tif", unpackable, "TIFF data is damaged: its pixels cannot be unpacked"},
        {"TIFF without pixels", "a.tif", changed(aTiff, 264 + 2 + 5 * 12, 0x10), "where its pixels are"},
        {"TIFF signed", "a.tif", with([](auto& l) { l.kind = 2, l.bits = 16; }), "16-bit signed integers"},
        {"TIFF 32-bit integers", "a.tif", with([](auto& l) { l.bits = 32; }), "32-bit unsigned integers"},
        {"TIFF half floats", "a.tif", with([](auto& l) { l.kind = 3, l.bits = 16; }), "16-bit floating-point"},
        {"TIFF of two channels", "a.tif", with([](auto& l) { l.samples = 2; }), "a TIFF of 2 channels"},
        {"TIFF planes", "a.tif", with([](auto& l) { l.samples = 3, l.bits = 16, l.photometric = 2, l.planar = 2; }),
         "one after the other"},
        {"TIFF tile", "a.tif", tiledTiff(1 << 16, 1 << 16), "tiles of 65536 x 65536 pixels are larger"},
        {"TIFF inks", "a.tif", with([](auto& l) { l.samples = 4, l.photometric = 5; }), "colour model (number 5)"},
    };
}

/// Everything that is written to standard error while this lives, by whichever library.
class StandardError {
public:
    StandardError() : m_before(::dup(2))
    {
        if (!m_file.open())
            throw std::runtime_error("the test cannot make its own file");
        ::dup2(m_file.handle(), 2);
    }
    ~StandardError() { restore(); }
    QByteArray text()
    {
        restore();
        QFile file(m_file.fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("the captured text is lost");
    }

private:
    void restore()
    {
        std::cerr.flush();
        std::fflush(stderr);
        if (m_before >= 0) {
            ::dup2(m_before, 2);
            ::close(m_before);
        }
        m_before = -1;
    }
    QTemporaryFile m_file;
    int m_before;
};

} // namespace

class TestDamagedFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// The reason that is given for refusing a file; fails the test if it is read.
    static QString reasonFor(const std::filesystem::path& file)
    {
        try {
            readImageFile(file);
            QTest::qFail("the file was read", __FILE__, __LINE__);
            return {};
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Input || error.remedy().empty() ||
                error.failure() != "Cannot read " + file.string())
                QTest::qFail(error.what(), __FILE__, __LINE__);
            return QString::fromStdString(error.reason());
        }
    }

private Q_SLOTS:
    void eachDamage_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Damage& damage : damages())
            QTest::newRow(damage.label) << index++;
    }
    void eachDamage()
    {
        QFETCH(int, index);
        const Damage damage = damages().at(std::size_t(index));
        StandardError standardError;
        const QString reason = reasonFor(write(m_folder, damage.name, damage.bytes));
        const QByteArray chatter = standardError.text();
        QVERIFY2(reason.contains(damage.reason), qPrintable(reason));
        // libpng alone has the say about a stream that is wrong within right checksums.
        if (QByteArray(damage.label) != "PNG stream")
            QVERIFY2(chatter.isEmpty(), chatter);
    }

    /// A file of the kernel says a size that it does not have, as one that is cut off while it is read.
    void cutOffWhileItIsRead()
    {
        const QString file = "/sys/kernel/mm/transparent_hugepage/enabled";
        if (!QFileInfo::exists(file))
            QSKIP("this kernel has no such file");
        const QString reason = reasonFor(file.toStdString());
        QVERIFY2(reason.startsWith("only ") && reason.contains("bytes could be read"), qPrintable(reason));
    }

    /// Not all that the format allows is what programs write.
    void sizesOfPixels()
    {
        QCOMPARE(bytesOfPixels(10, 3, 8), 30);
        QCOMPARE(bytesOfPixels(9, 2, 1), 4);
        QCOMPARE(bytesOfPixels(9, 2, 1, 4), 8);
        QCOMPARE(bytesOfPixels(-1, 2, 8), 0);
        constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
        QCOMPARE(bytesOfPixels(0xFFFFFFFF, 0xFFFFFFFF, 256), kMost);
        QCOMPARE(bytesOfPixels(kMost / 2, 1, 64), kMost);
    }

    void unreachableFiles()
    {
        QVERIFY(reasonFor(m_folder.filePath("missing.png").toStdString()).contains("there is no such file"));
        QVERIFY(reasonFor(m_folder.path().toStdString()).contains("it is a folder"));
        QVERIFY(reasonFor("/dev/null").contains("a device or a pipe"));
    }

    void packedPixelsAreNotGuessed_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << CV_8UC1; // OpenCV alone returns black rows here.
        QTest::newRow("8 bit colour") << CV_8UC3;
        QTest::newRow("16 bit") << CV_16UC1;
    }
    void packedPixelsAreNotGuessed()
    {
        QFETCH(int, type);
        for (const int packing : {5, 8}) { // LZW, deflate.
            cv::Mat image(70, 90, type);
            cv::RNG(11).fill(image, cv::RNG::UNIFORM, 0, 256);
            Bytes bytes = encode(".tif", image, {cv::IMWRITE_TIFF_COMPRESSION, packing});
            QVERIFY(same(readImageFile(write(m_folder, "a.tif", bytes)).pixels, image));
            // The strips come first, behind the eight bytes of the header.
            std::fill_n(bytes.begin() + 60, 200, std::uint8_t(0xFF));
            const QString reason = reasonFor(write(m_folder, "a.tif", bytes));
            QVERIFY2(reason.contains("cannot be unpacked"), qPrintable(reason));
        }
    }

    void jpegPaddingIsHarmless()
    {
        Bytes jpeg = encode(".jpg", ramp(64, 48, CV_8UC3));
        const cv::Mat pixels = readImageFile(write(m_folder, "a.jpg", jpeg)).pixels;
        jpeg.insert(jpeg.end() - 2, 8, 0);
        QVERIFY(same(readImageFile(write(m_folder, "a.jpg", jpeg)).pixels, pixels));
    }

    void standardErrorIsOnlyMutedWhileDecoding()
    {
        StandardError standardError;
        readImageFile(write(m_folder, "a.bmp", encode(".bmp", ramp(20, 20, CV_8UC1))));
        std::cerr << "heard " << 42 << std::endl;
        QCOMPARE(standardError.text(), QByteArray("heard 42\n"));
    }

    void fileWithoutPermission()
    {
        if (::geteuid() == 0)
            QSKIP("the administrator may read every file");
        const auto file = write(m_folder, "locked.png", encode(".png", ramp(20, 20, CV_8UC1)));
        std::filesystem::permissions(file, std::filesystem::perms::none);
        QVERIFY(reasonFor(file).contains("no permission"));
    }

    void sentencesDiffer()
    {
        QMap<QString, QString> labelOf;
        const auto add = [&](const QString& label, QString reason) {
            reason.remove(QRegularExpression("[0-9]+"));
            QVERIFY2(!labelOf.contains(reason), qPrintable(label + " and " + labelOf.value(reason) + ": " + reason));
            labelOf.insert(reason, label);
        };
        for (const Damage& damage : damages())
            add(damage.label, reasonFor(write(m_folder, damage.name, damage.bytes)));
        add("missing", reasonFor(m_folder.filePath("missing.png").toStdString()));
        add("folder", reasonFor(m_folder.path().toStdString()));
        add("device", reasonFor("/dev/null"));
        QCOMPARE(labelOf.size(), qsizetype(damages().size()) + 3);
    }

    void everyTruncation_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("PNG") << "a.png";
        QTest::newRow("JPEG") << "a.jpg";
        QTest::newRow("BMP") << "a.bmp";
        QTest::newRow("TIFF") << "a.tif";
    }
    void everyTruncation()
    {
        QFETCH(QString, name);
        const cv::Mat image = ramp(16, 16, CV_8UC1);
        const Bytes whole = name == "a.tif" ? tiff({}, valuesOf(image)) : encode(name.mid(1).toUtf8(), image);
        readImageFile(write(m_folder, name, whole));
        // The last four bytes of a TIFF say that no further image follows.
        const std::size_t needed = whole.size() - (name == "a.tif" ? 4 : 0);
        StandardError standardError;
        for (std::size_t length = 0; length < needed; ++length)
            QVERIFY2(!reasonFor(write(m_folder, name, firstBytes(whole, length))).isEmpty(), qPrintable(name));
        QCOMPARE(standardError.text(), QByteArray());
    }

    void flippedBytes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* label, const char* name, const Bytes& bytes) {
            QTest::newRow(label) << QString(name)
                                 << QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
        };
        const cv::Mat gray = ramp(24, 20, CV_8UC1), colour = ramp(24, 20, CV_8UC3);
        Bytes palette;
        for (int i = 0; i < 256; ++i)
            append(palette, {std::uint8_t(i), std::uint8_t(i), std::uint8_t(i), 0});
        Bytes codes;
        for (int y = 0; y < 16; ++y)
            append(codes, {10, std::uint8_t(y), 0, 6, 1, 2, 3, 4, 5, 6, 0, std::uint8_t(y == 15 ? 1 : 0)});
        row("PNG", "a.png", encode(".png", colour));
        row("JPEG", "a.jpg", encode(".jpg", colour));
        row("progressive JPEG", "a.jpg", encode(".jpg", colour, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
        row("BMP", "a.bmp", bmp(16, 16, 8, palette, Bytes(256, 9)));
        row("run-length BMP", "a.bmp", bmp(16, 16, 8, palette, codes, 1));
        row("TIFF", "a.tif", tiff({}, Bytes(256, 9)));
        row("packed TIFF", "a.tif", encode(".tif", ramp(24, 20, CV_16UC3)));
        row("packed float TIFF", "a.tif", encode(".tif", ramp(24, 20, CV_32FC1)));
    }
    void flippedBytes()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const Bytes whole(bytes.begin(), bytes.end());
        std::mt19937 random(20240611);
        int refused = 0, read = 0;
        constexpr int kFlips = 400;
        StandardError standardError;
        for (int i = 0; i < kFlips; ++i) {
            Bytes damaged = whole;
            // Half of the flips go to the first bytes, where the headers are.
            const std::size_t offset = random() % (i % 2 ? std::min<std::size_t>(whole.size(), 120) : whole.size());
            damaged[offset] ^= std::uint8_t(1 + random() % 255);
            try {
                const DecodedImage image = readImageFile(write(m_folder, name, damaged));
                ++read;
                QVERIFY(image.pixels.rows >= kMinimumSide && image.pixels.cols >= kMinimumSide);
            } catch (const Error& error) {
                ++refused;
                QVERIFY(error.kind() == ErrorKind::Input && !error.reason().empty());
            }
        }
        QCOMPARE(standardError.text(), QByteArray());
        QCOMPARE(read + refused, kFlips);
        QVERIFY(refused > 0);
        if (name == "a.png") // Every byte of a PNG is under a signature or a checksum.
            QCOMPARE(refused, kFlips);
        else // Where there are none, a changed pixel is a sound image.
            QVERIFY(read > 0);
    }
};

DUOSCOPE_TEST_MAIN(TestDamagedFiles)
#include "tst_damaged_files.moc"
