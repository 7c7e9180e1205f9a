// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_reader.h"

#include "core/base/error.h"

#include <limits>

namespace duoscope {

std::int64_t bytesOfPixels(std::int64_t width, std::int64_t height, std::int64_t bitsPerPixel, int rowAlignment)
{
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    if (width <= 0 || height <= 0 || bitsPerPixel <= 0)
        return 0;
    const std::int64_t rowBits = rowAlignment * std::int64_t{8};
    if (width > (kMost - rowBits) / bitsPerPixel)
        return kMost;
    const std::int64_t row = (width * bitsPerPixel + rowBits - 1) / rowBits * rowAlignment;
    return height > kMost / row ? kMost : row * height;
}

ImageReader::ImageReader(ImageFormat format, ByteView bytes, std::string name)
    : m_format(format), m_bytes(bytes), m_name(std::move(name))
{
}

void ImageReader::failTruncated(const std::string& where) const
{
    throw Error(ErrorKind::Input, "Cannot read " + m_name,
                "the " + formatName(m_format) + " data ends after " + std::to_string(m_bytes.size()) + " bytes, " +
                    where,
                "Copy the file again from its source");
}

void ImageReader::failDamaged(const std::string& why) const
{
    throw Error(ErrorKind::Input, "Cannot read " + m_name, "the " + formatName(m_format) + " data is damaged: " + why,
                "Take the file from its source again, or from a backup");
}

void ImageReader::failUnsupported(const std::string& why, const std::string& remedy) const
{
    throw Error(ErrorKind::Input, "Cannot read " + m_name, why, remedy);
}

std::unique_ptr<ImageReader> makeReader(ImageFormat format, ByteView bytes, const std::string& name)
{
    switch (format) {
    case ImageFormat::Png:
        return makePngReader(bytes, name);
    case ImageFormat::Jpeg:
        return makeJpegReader(bytes, name);
    case ImageFormat::Bmp:
        return makeBmpReader(bytes, name);
    case ImageFormat::Tiff:
        return makeTiffReader(bytes, name);
    }
    return nullptr;
}

} // namespace duoscope
