// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_reader.h"

#include "core/base/error.h"

namespace duoscope {

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
