// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/image_outline.h"

#include "core/base/error.h"
#include "core/image/image_file.h"
#include "core/image/image_format.h"
#include "core/image/image_reader.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <vector>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

/// Headers lie in here but for JPEGs with large previews and TIFFs, whose directory may stand at the end.
constexpr std::uintmax_t kFirstBytes = 64 << 10;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 31; // as readImageFile()

std::vector<std::uint8_t> firstBytes(const fs::path& file, std::uintmax_t count)
{
    std::ifstream stream(file, std::ios::binary);
    std::vector<std::uint8_t> bytes(count);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
    return bytes;
}

int bitDepthOf(ImageFormat format, ByteView bytes, const ImageHeader& header)
{
    if (format == ImageFormat::Png)
        return bytes.at(24);
    if (format == ImageFormat::Jpeg)
        return 8;
    if (format == ImageFormat::Tiff && header.storedBytes == 2 * header.width * header.height)
        return 16;
    return 0;
}

ImageOutline outlineOf(const fs::path& file, const std::vector<std::uint8_t>& content)
{
    const ByteView bytes(content);
    const std::optional<ImageFormat> format = sniffFormat(bytes);
    if (!format)
        throw Error(ErrorKind::Input, "Cannot read " + file.string(),
                    content.empty() ? "it is empty or can't be opened"
                                    : "its content is none of the supported image formats",
                    "Use PNG, JPEG, BMP or TIFF");
    requireMatchingExtension(file, *format);
    const ImageHeader header = makeReader(*format, bytes, file.string())->readHeader();
    if (header.width > kMaximumSide || header.height > kMaximumSide)
        throw Error(ErrorKind::Input, "Cannot read " + file.string(),
                    "its header says " + std::to_string(header.width) + " x " + std::to_string(header.height) +
                        " pixels, more than can be worked on",
                    "Take the file from its source again");
    return {header.width, header.height, bitDepthOf(*format, bytes, header)};
}

} // namespace

ImageOutline readImageOutline(const fs::path& file)
{
    std::error_code problem;
    const std::uintmax_t size = fs::is_regular_file(file, problem) ? fs::file_size(file, problem) : 0;
    if (problem || size > kMostBytes)
        throw Error(ErrorKind::Input, "Cannot read " + file.string(),
                    problem ? problem.message() : "it is larger than the 2 GiB that are read",
                    "Check the file and its permissions");
    if (size > kFirstBytes) {
        const std::vector<std::uint8_t> begin = firstBytes(file, kFirstBytes);
        if (sniffFormat(ByteView(begin)) != ImageFormat::Tiff) {
            try {
                return outlineOf(file, begin);
            } catch (const Error&) {
                // Perhaps only because the header goes on beyond; all of the file decides.
            }
        }
    }
    return outlineOf(file, firstBytes(file, size));
}

} // namespace duoscope
