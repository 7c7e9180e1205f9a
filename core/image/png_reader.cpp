// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_reader.h"
#include "core/image/opencv_decoder.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace duoscope {
namespace {

constexpr std::size_t kSignatureBytes = 8;
constexpr std::size_t kFrameBytes = 12; ///< Length, type and checksum around a chunk's data.

enum ColourType { Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6 };

/// The CRC-32 of the PNG specification, annex D.
std::uint32_t checksum(ByteView bytes, std::size_t offset, std::size_t count)
{
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t n = 0; n < table.size(); ++n) {
            std::uint32_t c = n;
            for (int bit = 0; bit < 8; ++bit)
                c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t i = 0; i < count; ++i)
        crc = kTable[(crc ^ bytes.data()[offset + i]) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

struct Chunk {
    std::size_t offset = 0; ///< Of its length field.
    std::size_t length = 0; ///< Of its data.
    std::string type;
    std::size_t end() const { return offset + kFrameBytes + length; }
};

class PngReader : public ImageReader {
public:
    PngReader(ByteView bytes, const std::string& name) : ImageReader(ImageFormat::Png, bytes, name) {}

    ImageHeader readHeader() override
    {
        if (bytes().size() < kSignatureBytes)
            failTruncated("within its signature");
        if (bytes().big(4, 4) != 0x0D0A1A0A)
            failDamaged("its signature was altered, as by a transfer in text mode");
        const Chunk header = chunkAt(kSignatureBytes);
        if (header.type != "IHDR" || header.length != 13)
            failDamaged("it does not begin with a header");
        const std::size_t data = header.offset + 8;
        const auto depth = bytes().at(data + 8);
        m_colourType = bytes().at(data + 9);
        const int samples = samplesPerPixel();
        const bool packs = m_colourType == Gray || m_colourType == Palette;
        const bool known = depth == 8 || (depth == 16 && m_colourType != Palette) ||
                           (packs && (depth == 1 || depth == 2 || depth == 4));
        if (samples == 0 || !known)
            failDamaged("its header names colour type " + std::to_string(m_colourType) + " with " +
                        std::to_string(depth) + " bits, which does not exist");

        ImageHeader result;
        result.width = static_cast<std::int64_t>(bytes().big(data, 4));
        result.height = static_cast<std::int64_t>(bytes().big(data + 4, 4));
        result.storedBytes = bytesOfPixels(result.width, result.height, samples * depth);
        return result;
    }

    void checkData() override
    {
        bool hasPalette = false, hasPixels = false;
        m_chunks = chunks();
        for (const Chunk& chunk : m_chunks) {
            hasPalette |= chunk.type == "PLTE";
            hasPixels |= chunk.type == "IDAT";
        }
        if (m_colourType == Palette && !hasPalette)
            failDamaged("its palette is missing");
        if (!hasPixels)
            failDamaged("it holds no pixel data");
    }

    cv::Mat decode() const override
    {
        // libpng writes its opinion of colour profiles, dates and the like to standard error. It is shown only what
        // makes pixels; without tRNS, transparency in a palette does not become a fourth channel.
        std::vector<std::uint8_t> essence(bytes().data(), bytes().data() + kSignatureBytes);
        for (const Chunk& chunk : m_chunks)
            if (chunk.type == "IHDR" || chunk.type == "PLTE" || chunk.type == "IDAT" || chunk.type == "IEND")
                essence.insert(essence.end(), bytes().data() + chunk.offset, bytes().data() + chunk.end());
        cv::Mat pixels = decodeWithOpenCv(ByteView(essence));
        if (pixels.empty())
            failDamaged("its pixels cannot be unpacked");
        // OpenCV repeats the gray value three times beside its transparency.
        if (m_colourType == GrayAlpha && pixels.channels() > 1)
            cv::extractChannel(pixels, pixels, 0);
        return pixels;
    }

private:
    int samplesPerPixel() const
    {
        switch (m_colourType) {
        case Gray:
        case Palette:
            return 1;
        case GrayAlpha:
            return 2;
        case Rgb:
            return 3;
        case Rgba:
            return 4;
        default:
            return 0;
        }
    }

    Chunk chunkAt(std::size_t offset) const
    {
        if (!bytes().has(offset, 8))
            failTruncated("without its end mark");
        Chunk chunk{offset, static_cast<std::size_t>(bytes().big(offset, 4)), {}};
        for (std::size_t i = 4; i < 8; ++i)
            chunk.type += static_cast<char>(bytes().at(offset + i));
        if (!std::all_of(chunk.type.begin(), chunk.type.end(),
                         [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }))
            failDamaged("the chunk at byte " + std::to_string(offset) + " has no valid name");
        if (!bytes().has(offset, kFrameBytes + chunk.length))
            failTruncated("within its chunk " + chunk.type + " of " + std::to_string(chunk.length) + " bytes");
        if (checksum(bytes(), offset + 4, chunk.length + 4) != bytes().big(offset + 8 + chunk.length, 4))
            failDamaged("the checksum of its chunk " + chunk.type + " at byte " + std::to_string(offset) + " is wrong");
        return chunk;
    }

    std::vector<Chunk> chunks() const
    {
        std::vector<Chunk> all;
        std::size_t offset = kSignatureBytes;
        do {
            all.push_back(chunkAt(offset));
            offset = all.back().end();
        } while (all.back().type != "IEND");
        return all;
    }

    int m_colourType = 0;
    std::vector<Chunk> m_chunks;
};

} // namespace

std::unique_ptr<ImageReader> makePngReader(ByteView bytes, const std::string& name)
{
    return std::make_unique<PngReader>(bytes, name);
}

} // namespace duoscope
