// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_reader.h"
#include "core/image/opencv_decoder.h"

#include <opencv2/core.hpp>

#include <cstdlib>

namespace duoscope {
namespace {

constexpr std::size_t kFileHeaderBytes = 14;
constexpr std::uint32_t kOldHeaderBytes = 12; ///< BITMAPCOREHEADER of OS/2, with sizes of 16 bits.

enum Compression { Plain = 0, RunLength8 = 1, RunLength4 = 2, BitFields = 3, AlphaBitFields = 6 };

cv::Mat withoutFourthChannel(const cv::Mat& pixels)
{
    cv::Mat colours(pixels.size(), CV_MAKETYPE(pixels.depth(), 3));
    cv::mixChannels(pixels, colours, {0, 0, 1, 1, 2, 2});
    return colours;
}

class BmpReader : public ImageReader {
public:
    BmpReader(ByteView bytes, const std::string& name) : ImageReader(ImageFormat::Bmp, bytes, name) {}

    ImageHeader readHeader() override
    {
        const auto headerBytes = bytes().little(14, 4);
        if (!bytes().has(14, 4) || !bytes().has(14, headerBytes))
            failTruncated("within its header");
        if (headerBytes != kOldHeaderBytes && headerBytes < 40)
            failDamaged("its header claims to be " + std::to_string(headerBytes) + " bytes long");

        const bool old = headerBytes == kOldHeaderBytes;
        ImageHeader header;
        // A negative height says that the rows run from the top.
        header.width = old ? static_cast<std::int64_t>(bytes().little(18, 2)) : signed32(18);
        header.height = old ? static_cast<std::int64_t>(bytes().little(20, 2)) : std::abs(signed32(22));
        const auto bits = static_cast<std::int64_t>(bytes().little(old ? 24 : 28, 2));
        m_compression = old ? 0 : bytes().little(30, 4);
        if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
            failDamaged("its header says " + std::to_string(bits) + " bits per pixel");
        const bool fits = m_compression == Plain || (m_compression == RunLength8 && bits == 8) ||
                          (m_compression == RunLength4 && bits == 4) ||
                          ((m_compression == BitFields || m_compression == AlphaBitFields) && bits >= 16);
        if (!fits)
            failUnsupported("its BMP compression (number " + std::to_string(m_compression) + " with " +
                                std::to_string(bits) + " bits) is not read",
                            "Save it as uncompressed BMP or as PNG");
        if (bits <= 8)
            checkPalette(old, headerBytes, bits);
        if (m_compression == BitFields || m_compression == AlphaBitFields)
            readMasks(headerBytes, bits);
        m_pixelOffset = bytes().little(10, 4);
        if (m_pixelOffset < kFileHeaderBytes + headerBytes)
            failDamaged("its pixels begin within its header");
        header.storedBytes = bytesOfPixels(header.width, header.height, bits, 4);
        m_storedBytes = static_cast<std::uint64_t>(header.storedBytes);
        return header;
    }

    void checkData() override
    {
        if (m_compression == RunLength8 || m_compression == RunLength4)
            checkRuns();
        else if (!bytes().has(m_pixelOffset, m_storedBytes))
            failTruncated("but needs " + std::to_string(m_pixelOffset + m_storedBytes));
    }

    cv::Mat decode() const override
    {
        cv::Mat pixels = decodeWithOpenCv(bytes());
        if (pixels.empty())
            failDamaged("its pixels cannot be decoded");
        // OpenCV takes the fourth byte for a channel even where the masks say that it is unused.
        if (pixels.channels() == 4 && !m_hasAlpha)
            pixels = withoutFourthChannel(pixels);
        return pixels;
    }

private:
    void checkPalette(bool old, std::uint64_t headerBytes, std::int64_t bits) const
    {
        const std::uint64_t stated = old ? 0 : bytes().little(46, 4);
        if (stated > 256)
            failDamaged("its palette claims " + std::to_string(stated) + " colours");
        const std::uint64_t colours = stated ? stated : std::uint64_t{1} << bits;
        if (!bytes().has(kFileHeaderBytes + headerBytes, colours * (old ? 3 : 4)))
            failTruncated("within its palette");
    }

    /// OpenCV knows three layouts of masks and reads any other as one of them, with its colours exchanged.
    void readMasks(std::uint64_t headerBytes, std::int64_t bits)
    {
        // They follow the short header and are part of the longer ones, at the same place.
        const std::size_t offset = kFileHeaderBytes + 40;
        if (!bytes().has(offset, 12))
            failTruncated("within its colour masks");
        const auto red = bytes().little(offset, 4), green = bytes().little(offset + 4, 4),
                   blue = bytes().little(offset + 8, 4);
        const bool usual =
            bits == 32   ? red == 0xFF0000 && green == 0xFF00 && blue == 0xFF
            : bits == 16 ? blue == 0x1F && ((red == 0xF800 && green == 0x7E0) || (red == 0x7C00 && green == 0x3E0))
                         : false;
        if (!usual)
            failUnsupported("its BMP colour masks are unusual, and its colours would be read wrongly",
                            "Save it as BMP of 24 bits or as PNG");
        const bool hasAlphaMask = m_compression == AlphaBitFields || headerBytes >= 56;
        m_hasAlpha = bits == 32 && hasAlphaMask && bytes().little(offset + 12, 4) != 0;
    }

    /// Follows the run-length codes to their end mark. OpenCV would report a missing one on standard error.
    void checkRuns() const
    {
        std::size_t offset = m_pixelOffset;
        while (bytes().has(offset, 2)) {
            const std::size_t count = bytes().at(offset), code = bytes().at(offset + 1);
            offset += 2;
            if (count != 0 || code == 0)
                continue; // A run, or the end of a row.
            if (code == 1)
                return;
            if (code == 2)
                offset += 2; // A jump to the right and up.
            else             // Pixels as they are, to an even number of bytes.
                offset += ((m_compression == RunLength8 ? code : (code + 1) / 2) + 1) / 2 * 2;
        }
        failTruncated("within its run-length codes");
    }

    std::int64_t signed32(std::size_t offset) const
    {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(bytes().little(offset, 4)));
    }

    std::uint64_t m_compression = 0;
    std::uint64_t m_storedBytes = 0;
    std::uint64_t m_pixelOffset = 0;
    bool m_hasAlpha = false;
};

} // namespace

std::unique_ptr<ImageReader> makeBmpReader(ByteView bytes, const std::string& name)
{
    return std::make_unique<BmpReader>(bytes, name);
}

} // namespace duoscope
