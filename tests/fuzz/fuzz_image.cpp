// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the four formats: their headers alone, as a batch looks at them, and all of them, as a fusion does.
#include "core/image/image_reader.h"
#include "core/image/source_image.h"
#include "tests/fuzz/fuzz_input.h"

#include <optional>
#include <vector>

using namespace duoscope;

namespace {

const char* extensionOf(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return ".png";
    case ImageFormat::Jpeg:
        return ".jpg";
    case ImageFormat::Bmp:
        return ".bmp";
    case ImageFormat::Tiff:
        break;
    }
    return ".tiff";
}

/// The CRC-32 of the PNG specification, annex D, bit by bit.
std::uint32_t checksum(const std::uint8_t* data, std::size_t size)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t i = 0; i < size; ++i) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xEDB88320U ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

/// Gives each chunk of a PNG the checksum that it should have, or no changed one would be looked at.
std::vector<std::uint8_t> withTrueChecksums(ByteView png)
{
    std::vector<std::uint8_t> bytes(png.data(), png.data() + png.size());
    for (std::uint64_t at = 8; png.has(at, 12); at += 12 + png.big(at, 4)) {
        const std::uint64_t length = png.big(at, 4);
        if (!png.has(at, 12 + length))
            break;
        const std::uint32_t crc = checksum(bytes.data() + at + 4, length + 4);
        for (int i = 0; i < 4; ++i)
            bytes[at + 8 + length + static_cast<std::uint64_t>(i)] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    }
    return bytes;
}

void readPicture(const std::uint8_t* data, std::size_t size, std::optional<ImageFormat> format)
{
    const auto file = fuzz::fileOf(data, size, std::string("input") + (format ? extensionOf(*format) : ".png"));
    fuzz::valueOrError([&] { loadSource(file, Modality::Infrared); });
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView bytes({data, size});
    const auto format = sniffFormat(bytes);
    if (format)
        fuzz::valueOrError([&] { makeReader(*format, bytes, "input")->readHeader(); });
    if (format != ImageFormat::Png) {
        readPicture(data, size, format);
        return 0;
    }
    const std::vector<std::uint8_t> sound = withTrueChecksums(bytes);
    readPicture(sound.data(), sound.size(), format);
    return 0;
}
