// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_reader.h"
#include "core/image/jpeg_decoder.h"

namespace duoscope {
namespace {

enum Marker { EndOfImage = 0xD9, StartOfScan = 0xDA };

/// Each scan of a progressive JPEG goes over all pixels in the worst case, and may itself be a few bytes long. Programs
/// write about ten; more are read as long as they are quick.
constexpr std::int64_t kUsualScans = 20;
constexpr std::int64_t kMostScannedPixels = std::int64_t{1} << 28;

/// Start-of-frame markers are C0 to CF without the tables DHT, JPG and DAC among them.
bool isFrame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Markers that stand alone, without a length: TEM, RST0 to RST7.
bool standsAlone(int marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7); }

class JpegReader : public ImageReader {
public:
    JpegReader(ByteView bytes, const std::string& name) : ImageReader(ImageFormat::Jpeg, bytes, name) {}

    ImageHeader readHeader() override
    {
        std::size_t offset = 2;
        while (true) {
            const int marker = markerAt(offset);
            if (marker == StartOfScan || marker == EndOfImage)
                failDamaged("it holds no header before its pixels");
            if (isFrame(marker))
                break;
            offset = afterSegment(offset, marker);
        }
        afterSegment(offset, bytes().at(offset + 1)); // All of the header must be there.
        ImageHeader header;
        header.height = static_cast<std::int64_t>(bytes().big(offset + 5, 2));
        header.width = static_cast<std::int64_t>(bytes().big(offset + 7, 2));
        const int precision = bytes().at(offset + 4);
        m_components = bytes().at(offset + 9);
        if (precision != 8)
            failUnsupported("it is a JPEG of " + std::to_string(precision) + " bits per sample, and only 8 are read",
                            "Export it as 16-bit PNG or TIFF");
        if (m_components != 1 && m_components != 3)
            failUnsupported("it is a JPEG of " + std::to_string(m_components) +
                                " colour components, as for printing; gray and RGB are read",
                            "Convert it to RGB in an image program");
        header.storedBytes = header.width * header.height * m_components;
        m_width = static_cast<int>(header.width);
        m_height = static_cast<int>(header.height);
        return header;
    }

    void checkData() override
    {
        // libjpeg makes up an end mark where one is missing, and gray pixels before it: it must be looked for here.
        std::size_t offset = 2;
        std::int64_t scans = 0;
        while (true) {
            const int marker = markerAt(offset);
            if (marker == EndOfImage)
                return;
            offset = afterSegment(offset, marker);
            if (marker == StartOfScan) {
                offset = afterScan(offset);
                if (++scans > kUsualScans && scans * m_width * m_height > kMostScannedPixels)
                    failUnsupported("its pixels are spread over more than " + std::to_string(scans - 1) +
                                        " scans, which would take very long to decode",
                                    "Save it anew in an image program");
            }
        }
    }

    cv::Mat decode() const override
    {
        cv::Mat pixels(m_height, m_width, CV_8UC(m_components));
        const std::string complaint = decodeJpeg(bytes(), pixels);
        if (!complaint.empty())
            failDamaged("its pixels cannot be decoded (" + complaint + ")");
        return pixels;
    }

private:
    /// The marker at an offset; moves the offset past fill bytes.
    int markerAt(std::size_t& offset) const
    {
        while (bytes().at(offset) == 0xFF && bytes().at(offset + 1) == 0xFF)
            ++offset;
        if (!bytes().has(offset, 2))
            failTruncated("without its end mark");
        if (bytes().at(offset) != 0xFF)
            failDamaged("there is no marker at byte " + std::to_string(offset));
        return bytes().at(offset + 1);
    }

    std::size_t afterSegment(std::size_t offset, int marker) const
    {
        if (standsAlone(marker))
            return offset + 2;
        const std::size_t length = static_cast<std::size_t>(bytes().big(offset + 2, 2));
        if (!bytes().has(offset + 2, 2) || !bytes().has(offset + 2, length))
            failTruncated("within the segment at byte " + std::to_string(offset));
        if (length < 2 || (isFrame(marker) && length < 8))
            failDamaged("the segment at byte " + std::to_string(offset) + " has an impossible length");
        return offset + 2 + length;
    }

    /// The next marker after a scan's packed pixels, where FF is followed by 00 or a restart mark.
    std::size_t afterScan(std::size_t offset) const
    {
        for (; bytes().has(offset, 2); ++offset) {
            const int next = bytes().at(offset + 1);
            if (bytes().at(offset) == 0xFF && next != 0x00 && next != 0xFF && !standsAlone(next))
                return offset;
        }
        failTruncated("within its pixels");
    }

    int m_width = 0;
    int m_height = 0;
    int m_components = 0;
};

} // namespace

std::unique_ptr<ImageReader> makeJpegReader(ByteView bytes, const std::string& name)
{
    return std::make_unique<JpegReader>(bytes, name);
}

} // namespace duoscope
