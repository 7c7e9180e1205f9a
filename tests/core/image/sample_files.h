// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <vector>

/// Image files built byte by byte, so that what a reader must find in them is known.
namespace duoscope::test {

using Bytes = std::vector<std::uint8_t>;

inline void appendLittle(Bytes& to, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

inline void appendBig(Bytes& to, std::uint32_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

inline void append(Bytes& to, const Bytes& more) { to.insert(to.end(), more.begin(), more.end()); }

inline std::filesystem::path write(const QTemporaryDir& folder, const QString& name, const Bytes& bytes)
{
    QFile file(folder.filePath(name));
    file.remove(); // Faster than writing over it: some file systems then wait for the disk.
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size())) != qint64(bytes.size()))
        throw std::runtime_error("the test cannot write its own file");
    return file.fileName().toStdString();
}

inline Bytes encode(const char* extension, const cv::Mat& image, const std::vector<int>& settings = {})
{
    Bytes bytes;
    cv::imencode(extension, image, bytes, settings);
    return bytes;
}

inline Bytes firstBytes(Bytes bytes, std::size_t count)
{
    bytes.resize(count);
    return bytes;
}

/// Values without repetition that a compressor can still follow: a ramp in each channel with its own slope.
inline cv::Mat ramp(int width, int height, int type)
{
    cv::Mat image(height, width, type);
    const int channels = image.channels();
    for (int y = 0; y < height; ++y)
        for (int i = 0; i < width * channels; ++i) {
            const int value = (i / channels) * (3 + i % channels) + 5 * y + 40 * (i % channels);
            if (image.depth() == CV_8U)
                image.ptr<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(value % 256);
            else if (image.depth() == CV_16U)
                image.ptr<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(value * 97 % 65536);
            else
                image.ptr<float>(y)[i] = static_cast<float>(value % 256) / 255.0F;
        }
    return image;
}

inline bool same(const cv::Mat& a, const cv::Mat& b)
{
    return a.type() == b.type() && a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

// PNG

inline Bytes pngChunk(const char* type, const Bytes& data)
{
    Bytes chunk;
    appendBig(chunk, static_cast<std::uint32_t>(data.size()), 4);
    for (int i = 0; i < 4; ++i)
        chunk.push_back(static_cast<std::uint8_t>(type[i]));
    append(chunk, data);
    std::uint32_t crc = 0xFFFFFFFFU; // Bit by bit, unlike the table of the code under test.
    for (std::size_t i = 4; i < chunk.size(); ++i) {
        crc ^= chunk[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xEDB88320U ^ (crc >> 1) : crc >> 1;
    }
    appendBig(chunk, ~crc, 4);
    return chunk;
}

inline Bytes pngHeader(std::uint32_t width, std::uint32_t height, int depth, int colourType)
{
    Bytes data;
    appendBig(data, width, 4);
    appendBig(data, height, 4);
    append(data, {static_cast<std::uint8_t>(depth), static_cast<std::uint8_t>(colourType), 0, 0, 0});
    Bytes png{0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
    append(png, pngChunk("IHDR", data));
    return png;
}

/// A zlib stream of one block that is stored, not packed.
inline Bytes zlibStored(const Bytes& data)
{
    Bytes stream{0x78, 0x01, 0x01};
    appendLittle(stream, static_cast<std::uint32_t>(data.size()), 2);
    appendLittle(stream, ~static_cast<std::uint32_t>(data.size()), 2);
    append(stream, data);
    std::uint32_t a = 1, b = 0;
    for (const auto byte : data) {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
    }
    appendBig(stream, b << 16 | a, 4);
    return stream;
}

/// @param rows  of the height, each of the bytes of one row
inline Bytes png(std::uint32_t width, int depth, int colourType, const std::vector<Bytes>& rows,
                 const Bytes& chunksBefore = {})
{
    Bytes file = pngHeader(width, static_cast<std::uint32_t>(rows.size()), depth, colourType);
    append(file, chunksBefore);
    Bytes filtered;
    for (const Bytes& row : rows) {
        filtered.push_back(0); // No filter.
        append(filtered, row);
    }
    append(file, pngChunk("IDAT", zlibStored(filtered)));
    append(file, pngChunk("IEND", {}));
    return file;
}

// BMP

/// @param palette  blue, green, red, 0 for each colour
/// @param pixels   rows from the bottom, each padded to 4 bytes
inline Bytes bmp(int width, int height, int bits, const Bytes& palette, const Bytes& pixels, int compression = 0,
                 const Bytes& masks = {})
{
    const auto offset = static_cast<std::uint32_t>(54 + masks.size() + palette.size());
    Bytes file{'B', 'M'};
    appendLittle(file, offset + static_cast<std::uint32_t>(pixels.size()), 4);
    appendLittle(file, 0, 4);
    appendLittle(file, offset, 4);
    appendLittle(file, 40, 4);
    appendLittle(file, static_cast<std::uint32_t>(width), 4);
    appendLittle(file, static_cast<std::uint32_t>(height), 4);
    appendLittle(file, 1, 2);
    appendLittle(file, static_cast<std::uint32_t>(bits), 2);
    appendLittle(file, static_cast<std::uint32_t>(compression), 4);
    appendLittle(file, static_cast<std::uint32_t>(pixels.size()), 4);
    appendLittle(file, 2835, 4);
    appendLittle(file, 2835, 4);
    appendLittle(file, static_cast<std::uint32_t>(palette.size() / 4), 4);
    appendLittle(file, 0, 4);
    append(file, masks);
    append(file, palette);
    append(file, pixels);
    return file;
}

// TIFF

struct TiffLayout {
    int width = 16;
    int height = 16;
    int samples = 1;
    int bits = 8;
    int kind = 1;        ///< SampleFormat: 1 unsigned, 2 signed, 3 floating point.
    int photometric = 1; ///< 0 white is 0, 1 black is 0, 2 RGB.
    int planar = 1;
    int extra = -1;       ///< ExtraSamples, if not negative.
    int orientation = -1; ///< If not negative.
};

/// Uncompressed, little-endian, one strip (or one for each plane), the directory behind the pixels.
inline Bytes tiff(const TiffLayout& layout, const Bytes& pixels)
{
    struct Entry {
        std::uint32_t tag, type, count, value;
    };
    const auto samples = static_cast<std::uint32_t>(layout.samples);
    const auto bits = static_cast<std::uint32_t>(layout.bits);
    const bool planes = layout.planar == 2;
    const auto strip = static_cast<std::uint32_t>(pixels.size()) / (planes ? samples : 1);
    const auto entryCount = static_cast<std::uint32_t>(11 + (layout.extra >= 0) + (layout.orientation >= 0));
    Bytes file{'I', 'I', 42, 0};
    const std::uint32_t directory = 8 + static_cast<std::uint32_t>(pixels.size() + 1) / 2 * 2;
    appendLittle(file, directory, 4);
    append(file, pixels);
    file.resize(directory);

    Bytes behind;
    const std::uint32_t behindOffset = directory + 2 + entryCount * 12 + 4;
    const auto list = [&](std::uint32_t width, std::uint32_t first, std::uint32_t step) {
        const auto offset = behindOffset + static_cast<std::uint32_t>(behind.size());
        for (std::uint32_t i = 0; i < samples; ++i)
            appendLittle(behind, first + i * step, static_cast<int>(width));
        return offset;
    };
    std::vector<Entry> entries{{256, 4, 1, static_cast<std::uint32_t>(layout.width)},
                               {257, 4, 1, static_cast<std::uint32_t>(layout.height)},
                               {258, 3, samples, samples > 2 ? list(2, bits, 0) : bits | bits << 16},
                               {259, 3, 1, 1},
                               {262, 3, 1, static_cast<std::uint32_t>(layout.photometric)},
                               {273, 4, planes ? samples : 1, planes ? list(4, 8, strip) : 8}};
    if (layout.orientation >= 0)
        entries.push_back({274, 3, 1, static_cast<std::uint32_t>(layout.orientation)});
    entries.push_back({277, 3, 1, samples});
    entries.push_back({278, 4, 1, static_cast<std::uint32_t>(layout.height)});
    entries.push_back({279, 4, planes ? samples : 1, planes ? list(4, strip, 0) : strip});
    entries.push_back({284, 3, 1, static_cast<std::uint32_t>(layout.planar)});
    if (layout.extra >= 0)
        entries.push_back({338, 3, 1, static_cast<std::uint32_t>(layout.extra)});
    entries.push_back({339, 3, 1, static_cast<std::uint32_t>(layout.kind)});

    appendLittle(file, entryCount, 2);
    for (const Entry& entry : entries) {
        appendLittle(file, entry.tag, 2);
        appendLittle(file, entry.type, 2);
        appendLittle(file, entry.count, 4);
        appendLittle(file, entry.value, 4);
    }
    appendLittle(file, 0, 4);
    append(file, behind);
    return file;
}

/// The bytes of a matrix's values, row by row, as this little-endian machine stores them.
inline Bytes valuesOf(const cv::Mat& image)
{
    const cv::Mat whole = image.isContinuous() ? image : image.clone();
    return {whole.data, whole.data + whole.total() * whole.elemSize()};
}

} // namespace duoscope::test
