// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_reader.h"
#include "core/image/opencv_decoder.h"
#include "core/image/tiff_strips.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace duoscope {
namespace {

enum Tag {
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    Photometric = 262,
    StripOffsets = 273,
    Orientation = 274,
    SamplesPerPixel = 277,
    StripByteCounts = 279,
    PlanarConfiguration = 284,
    ColourMap = 320,
    TileWidth = 322,
    TileLength = 323,
    TileOffsets = 324,
    TileByteCounts = 325,
    ExtraSamples = 338,
    SampleFormat = 339,
};

enum SampleKind { Unsigned = 1, Signed = 2, Floating = 3 };
constexpr std::uint64_t kPlain = 1; ///< No compression.
/// A tile may be larger than a small image; programs write up to 1024 x 1024 pixels.
constexpr std::int64_t kUsualTileBytes = std::int64_t{16} << 20;
constexpr std::uint64_t kMinIsWhite = 0;
constexpr std::uint64_t kPaletteModel = 3;
constexpr std::uint64_t kAssociatedAlpha = 1;
constexpr std::uint64_t kUnassociatedAlpha = 2;

/// One field of the directory: where its values are and how many bytes each has.
struct Field {
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
    int valueBytes = 0;
};

/// Bytes of one value of a field type; 0 for types that none of the tags above has.
int bytesOfType(std::uint64_t type)
{
    switch (type) {
    case 1: // BYTE
        return 1;
    case 3: // SHORT
        return 2;
    case 4: // LONG
        return 4;
    case 16: // LONG8
        return 8;
    default:
        return 0;
    }
}

/// Reads the first image of a TIFF or BigTIFF file.
class TiffReader : public ImageReader {
public:
    TiffReader(ByteView bytes, const std::string& name)
        : ImageReader(ImageFormat::Tiff, bytes, name), m_bigEndian(bytes.at(0) == 'M'), m_wide(number(2, 2) == 43)
    {
    }

    ImageHeader readHeader() override
    {
        readDirectory();
        ImageHeader header;
        // Both are at most 32 bits wide in the format, so a sign can't arise.
        header.width = static_cast<std::int64_t>(value(ImageWidth, 0) & 0xFFFFFFFF);
        header.height = static_cast<std::int64_t>(value(ImageLength, 0) & 0xFFFFFFFF);
        m_bits = value(BitsPerSample, 1);
        const auto samples = value(SamplesPerPixel, 1);
        if (!m_fields.contains(Photometric))
            failDamaged("it does not say whether its pixels are gray or colours");
        checkSamples(samples);
        const auto bitsPerPixel = static_cast<std::int64_t>(samples * m_bits);
        header.storedBytes = bytesOfPixels(header.width, header.height, bitsPerPixel);
        m_storedBytes = static_cast<std::uint64_t>(header.storedBytes);
        checkParts(header, bitsPerPixel);
        return header;
    }

    void checkData() override
    {
        const bool tiled = m_fields.contains(TileOffsets);
        const auto offsets = values(tiled ? TileOffsets : StripOffsets);
        const auto counts = values(tiled ? TileByteCounts : StripByteCounts);
        if (offsets.empty())
            failDamaged("it does not say where its pixels are");
        std::uint64_t present = 0;
        for (std::size_t i = 0; i < offsets.size(); ++i) {
            const auto count = i < counts.size() ? counts[i] : 0;
            if (!bytes().has(offsets[i], count))
                failTruncated("but its strip " + std::to_string(i + 1) + " reaches to byte " +
                              std::to_string(offsets[i] + count));
            present += count;
        }
        // libtiff leaves missing rows black without a word.
        if (value(Compression, kPlain) == kPlain && present < m_storedBytes)
            failDamaged("its strips hold " + std::to_string(present) + " of " + std::to_string(m_storedBytes) +
                        " bytes of pixels");
    }

    cv::Mat decode() const override
    {
        if (value(Compression, kPlain) != kPlain && !tiffStripsUnpack(bytes()))
            failDamaged("its pixels cannot be unpacked");
        std::vector<std::uint8_t> copy(bytes().data(), bytes().data() + bytes().size());
        // libtiff would multiply the colours by a fourth channel that calls itself transparency. Here the fourth
        // channel may be a thermal image (MFNet), and the colours are wanted as stored.
        if (value(ExtraSamples, 0) == kUnassociatedAlpha)
            replace(copy, ExtraSamples, kAssociatedAlpha);
        // OpenCV would turn the image; a pair is aligned as stored.
        if (value(Orientation, 1) != 1)
            replace(copy, Orientation, 1);
        cv::Mat pixels = decodeWithOpenCv(ByteView(copy));
        if (pixels.empty())
            failDamaged("its pixels cannot be decoded");
        // OpenCV turns "0 is white" round for 8 bits only. Depths between 8 and 16 arrive shifted up to 16 bits.
        if (value(Photometric, 1) == kMinIsWhite && pixels.depth() == CV_16U)
            cv::subtract(cv::Scalar::all(static_cast<double>(((1U << m_bits) - 1) << (16 - m_bits))), pixels, pixels);
        return pixels;
    }

private:
    std::uint64_t number(std::uint64_t offset, int count) const
    {
        return m_bigEndian ? bytes().big(offset, count) : bytes().little(offset, count);
    }

    void readDirectory()
    {
        const int offsetBytes = m_wide ? 8 : 4;
        const int countBytes = m_wide ? 8 : 2;
        const std::uint64_t entryBytes = m_wide ? 20 : 12;
        const auto start = number(m_wide ? 8 : 4, offsetBytes);
        if (!bytes().has(start, static_cast<std::uint64_t>(countBytes)))
            failTruncated("before its directory at byte " + std::to_string(start));
        const auto entries = number(start, countBytes);
        if (entries > 65535)
            failDamaged("its directory claims " + std::to_string(entries) + " entries");
        if (!bytes().has(start + static_cast<std::uint64_t>(countBytes), entries * entryBytes))
            failTruncated("within its directory");
        for (std::uint64_t i = 0; i < entries; ++i) {
            const auto entry = start + static_cast<std::uint64_t>(countBytes) + i * entryBytes;
            Field field;
            field.valueBytes = bytesOfType(number(entry + 2, 2));
            field.count = number(entry + 4, offsetBytes);
            field.offset = entry + 4 + static_cast<std::uint64_t>(offsetBytes);
            if (field.valueBytes == 0 || field.count == 0)
                continue;
            // Values that do not fit into the entry are elsewhere.
            if (field.count > static_cast<std::uint64_t>(offsetBytes / field.valueBytes))
                field.offset = number(field.offset, offsetBytes);
            m_fields.try_emplace(static_cast<int>(number(entry, 2)), field);
        }
    }

    std::uint64_t value(int tag, std::uint64_t otherwise) const
    {
        const auto found = m_fields.find(tag);
        return found == m_fields.end() ? otherwise : number(found->second.offset, found->second.valueBytes);
    }

    std::vector<std::uint64_t> values(int tag) const
    {
        const auto found = m_fields.find(tag);
        if (found == m_fields.end())
            return {};
        const Field& field = found->second;
        const auto width = static_cast<std::uint64_t>(field.valueBytes);
        if (field.count > bytes().size() || !bytes().has(field.offset, field.count * width))
            failTruncated("within its list of strips");
        std::vector<std::uint64_t> all(field.count);
        for (std::uint64_t i = 0; i < field.count; ++i)
            all[i] = number(field.offset + i * width, field.valueBytes);
        return all;
    }

    void replace(std::vector<std::uint8_t>& copy, int tag, std::uint64_t replacement) const
    {
        const Field& field = m_fields.at(tag);
        for (int i = 0; i < field.valueBytes; ++i) {
            const int shift = 8 * (m_bigEndian ? field.valueBytes - 1 - i : i);
            const auto offset = field.offset + static_cast<std::uint64_t>(i);
            if (offset < copy.size())
                copy[offset] = static_cast<std::uint8_t>(replacement >> shift);
        }
    }

    /// Decoders allocate a whole tile, whatever the image's size is.
    void checkParts(const ImageHeader& header, std::int64_t bitsPerPixel) const
    {
        const auto width = static_cast<std::int64_t>(value(TileWidth, 0) & 0xFFFFFFFF);
        const auto height = static_cast<std::int64_t>(value(TileLength, 0) & 0xFFFFFFFF);
        if (bytesOfPixels(width, height, bitsPerPixel) > std::max(header.storedBytes, kUsualTileBytes))
            failDamaged("its tiles of " + std::to_string(width) + " x " + std::to_string(height) +
                        " pixels are larger than the image");
    }

    /// Refuses what OpenCV would refuse without a reason, or would read wrongly.
    void checkSamples(std::uint64_t samples) const
    {
        const auto kind = value(SampleFormat, Unsigned);
        const std::string bits = std::to_string(m_bits);
        if (samples != 1 && samples != 3 && samples != 4)
            failUnsupported("it is a TIFF of " + std::to_string(samples) + " channels, and 1, 3 or 4 are read",
                            "Save the channels as separate files");
        constexpr std::uint64_t kIntegerBits[] = {1, 8, 10, 12, 14, 16};
        const bool integer = kind == Unsigned && std::find(std::begin(kIntegerBits), std::end(kIntegerBits), m_bits) !=
                                                     std::end(kIntegerBits);
        if (!integer && !(kind == Floating && (m_bits == 32 || m_bits == 64)))
            failUnsupported("its TIFF samples are " + bits + "-bit " +
                                (kind == Unsigned   ? "unsigned integers"
                                 : kind == Signed   ? "signed integers"
                                 : kind == Floating ? "floating-point numbers"
                                                    : "values of an unknown kind") +
                                ", which is not read",
                            "Save it with unsigned integers of 8 or 16 bits or with 32-bit floating-point numbers");
        if (value(PlanarConfiguration, 1) == 2 && samples > 1 && m_bits != 8)
            failUnsupported("its TIFF channels are stored one after the other, which is read for 8 bits only",
                            "Save it with interleaved channels");
        constexpr std::uint64_t kColourModels[] = {0, 1, 2, 3, 6, 32844, 32845}; // Gray, RGB, palette, YCbCr, LogLuv.
        const auto model = value(Photometric, 1);
        if (std::find(std::begin(kColourModels), std::end(kColourModels), model) == std::end(kColourModels))
            failUnsupported("its TIFF colour model (number " + std::to_string(model) + ") is not read",
                            "Convert it to gray or RGB in an image program");
        if (model == kPaletteModel && !m_fields.contains(ColourMap))
            failDamaged("its palette is missing");
    }

    bool m_bigEndian;
    bool m_wide; ///< BigTIFF, whose offsets have 8 bytes.
    std::uint64_t m_bits = 0;
    std::uint64_t m_storedBytes = 0;
    std::map<int, Field> m_fields;
};

} // namespace

std::unique_ptr<ImageReader> makeTiffReader(ByteView bytes, const std::string& name)
{
    return std::make_unique<TiffReader>(bytes, name);
}

} // namespace duoscope
