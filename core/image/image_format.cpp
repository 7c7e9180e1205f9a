// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_format.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>

namespace duoscope {
namespace {

struct Extension {
    const char* text;
    ImageFormat format;
};

constexpr std::array kExtensions{Extension{".png", ImageFormat::Png},   Extension{".jpg", ImageFormat::Jpeg},
                                 Extension{".jpeg", ImageFormat::Jpeg}, Extension{".bmp", ImageFormat::Bmp},
                                 Extension{".tif", ImageFormat::Tiff},  Extension{".tiff", ImageFormat::Tiff}};

std::string usualExtension(ImageFormat format)
{
    return std::find_if(kExtensions.begin(), kExtensions.end(), [=](auto& e) { return e.format == format; })->text;
}

} // namespace

std::string formatName(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return "PNG";
    case ImageFormat::Jpeg:
        return "JPEG";
    case ImageFormat::Bmp:
        return "BMP";
    case ImageFormat::Tiff:
        return "TIFF";
    }
    return {};
}

std::optional<ImageFormat> sniffFormat(ByteView bytes)
{
    const auto first = bytes.big(0, 4);
    if (first == 0x89504E47)
        return ImageFormat::Png;
    if (first >> 16 == 0xFFD8)
        return ImageFormat::Jpeg;
    // 42 is classic TIFF, 43 BigTIFF, in either byte order.
    if (first == 0x49492A00 || first == 0x4D4D002A || first == 0x49492B00 || first == 0x4D4D002B)
        return ImageFormat::Tiff;
    // "BM" alone also begins many a text; the four reserved bytes of a bitmap are zero.
    if (first >> 16 == 0x424D && bytes.has(6, 4) && bytes.big(6, 4) == 0)
        return ImageFormat::Bmp;
    return std::nullopt;
}

void requireMatchingExtension(const std::filesystem::path& file, ImageFormat format)
{
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto known =
        std::find_if(kExtensions.begin(), kExtensions.end(), [&](auto& e) { return e.text == extension; });
    if (known != kExtensions.end() && known->format == format)
        return;

    const std::string remedy = "Rename it to " + file.stem().string() + usualExtension(format);
    if (known != kExtensions.end())
        throw Error(ErrorKind::Input, "Cannot read " + file.string(),
                    "it is named like a " + formatName(known->format) + " file but holds " + formatName(format) +
                        " data",
                    remedy);
    throw Error(ErrorKind::Input, "Cannot read " + file.string(),
                "it holds " + formatName(format) + " data but its name " +
                    (extension.empty() ? "has no extension" : "ends in " + file.extension().string()) +
                    ", which no supported image has",
                remedy);
}

} // namespace duoscope
