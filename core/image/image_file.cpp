// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/image_reader.h"

#include <opencv2/imgcodecs.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <new>
#include <vector>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

/// OpenCV counts the bytes of a buffer with an int.
constexpr std::uintmax_t kMaximumFileBytes = std::numeric_limits<int>::max();

/// Deflate packs up to 1032 bytes into one, the other methods in use up to about 1500.
constexpr std::int64_t kMaximumPacking = 2048;
/// Below this an implausible size does no harm, and the decoder tells more exactly what is wrong.
constexpr std::int64_t kHarmlessBytes = 1 << 20;

[[noreturn]] void refuse(const fs::path& file, const std::string& why, const std::string& remedy)
{
    throw Error(ErrorKind::Input, "Cannot read " + file.string(), why, remedy);
}

void requireRegularFile(const fs::path& file)
{
    std::error_code problem;
    const fs::file_status status = fs::status(file, problem);
    switch (status.type()) {
    case fs::file_type::regular:
        return;
    case fs::file_type::not_found:
        refuse(file, "there is no such file", "Check the name and the folder");
    case fs::file_type::directory:
        refuse(file, "it is a folder, not an image", "Name a file in it");
    case fs::file_type::none:
        refuse(file, "its folder cannot be looked into (" + problem.message() + ")",
               "Check the permissions of the folder");
    default:
        refuse(file, "it is a device or a pipe, not a file", "Copy the image to a file");
    }
}

std::vector<std::uint8_t> readBytes(const fs::path& file)
{
    requireRegularFile(file);
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream && errno == EACCES)
        refuse(file, "you have no permission to read it", "Change its permissions, or ask its owner to");
    if (!stream)
        refuse(file, std::string("it cannot be opened (") + std::strerror(errno) + ")", "Check the file and its disk");

    std::error_code problem;
    const std::uintmax_t size = fs::file_size(file, problem);
    if (problem)
        refuse(file, "its size cannot be found (" + problem.message() + ")", "Check the file and its disk");
    if (size == 0)
        refuse(file, "the file is empty", "Copy the file again from its source");
    if (size > kMaximumFileBytes)
        refuse(file, "it has " + std::to_string(size) + " bytes, more than the 2 GiB that are read",
               "Cut the image into parts");
    std::vector<std::uint8_t> bytes(size);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (static_cast<std::uintmax_t>(stream.gcount()) != size)
        refuse(file,
               "only " + std::to_string(stream.gcount()) + " of its " + std::to_string(size) + " bytes could be read",
               "Check the disk or the network");
    return bytes;
}

void requireUsableSize(const fs::path& file, const ImageHeader& header, std::size_t fileBytes)
{
    const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height) + " pixels";
    if (header.width <= 0 || header.height <= 0)
        refuse(file, "its header gives it no area (" + size + ")", "Take the file from its source again");
    if (header.width > kMaximumSide || header.height > kMaximumSide || header.width * header.height > kMaximumPixels)
        refuse(file,
               "its header says " + size + ", more than the " + std::to_string(kMaximumPixels) + " pixels, or " +
                   std::to_string(kMaximumSide) + " on a side, that can be worked on",
               "Cut the image into parts if it is really that large; otherwise its header is damaged");
    if (header.width < kMinimumSide || header.height < kMinimumSide)
        refuse(file,
               "it is too small: " + size + ", where at least " + std::to_string(kMinimumSide) + " x " +
                   std::to_string(kMinimumSide) + " are needed",
               "Choose a larger image");
    if (header.storedBytes > kHarmlessBytes &&
        header.storedBytes / kMaximumPacking > static_cast<std::int64_t>(fileBytes))
        refuse(file, "its header says " + size + ", which " + std::to_string(fileBytes) + " bytes cannot hold",
               "Take the file from its source again");
}

cv::Mat decode(const fs::path& file, ImageReader& reader, std::size_t fileBytes)
{
    const ImageHeader header = reader.readHeader();
    requireUsableSize(file, header, fileBytes);
    reader.checkData();
    cv::Mat pixels = reader.decode();
    if (pixels.depth() == CV_64F)
        pixels.convertTo(pixels, CV_32F);
    const bool depthKnown = pixels.depth() == CV_8U || pixels.depth() == CV_16U || pixels.depth() == CV_32F;
    const bool channelsKnown = pixels.channels() == 1 || pixels.channels() == 3 || pixels.channels() == 4;
    if (!depthKnown || !channelsKnown)
        refuse(file, "its pixels are of the kind " + cv::typeToString(pixels.type()) + ", which is not worked on",
               "Convert it to an 8- or 16-bit PNG");
    if (pixels.cols != header.width || pixels.rows != header.height)
        refuse(file, "its header and its pixel data give two different sizes", "Take the file from its source again");
    return pixels;
}

} // namespace

DecodedImage readImageFile(const fs::path& file)
try {
    const std::vector<std::uint8_t> bytes = readBytes(file);
    const auto format = sniffFormat(ByteView(bytes));
    if (!format)
        refuse(file, "its content is none of the supported image formats", "Use PNG, JPEG, BMP or TIFF");
    requireMatchingExtension(file, *format);

    const auto reader = makeReader(*format, ByteView(bytes), file.string());
    DecodedImage image;
    image.pixels = decode(file, *reader, bytes.size());
    image.format = formatName(*format);
    image.bitDepth = 8 * static_cast<int>(image.pixels.elemSize1());
    return image;
} catch (const std::bad_alloc&) {
    refuse(file, "there is not enough memory for its pixels", "Close other programs, or cut the image into parts");
} catch (const cv::Exception& exception) {
    refuse(file, "OpenCV cannot work on its pixels (" + exception.err + ")", "Convert it to an 8- or 16-bit PNG");
}

void writeImageFile(const fs::path& file, const cv::Mat& image)
{
    const auto fail = [&](const std::string& why, const std::string& remedy) {
        throw Error(ErrorKind::Output, "Cannot write " + file.string(), why, remedy);
    };
    if (file.extension() != ".png")
        fail("pictures are written as PNG, and the name does not say so", "Choose a name that ends in .png");
    const bool storable = !image.empty() && (image.depth() == CV_8U || image.depth() == CV_16U) &&
                          (image.channels() == 1 || image.channels() == 3);
    if (!storable)
        fail("PNG cannot hold an image of the kind " + cv::typeToString(image.type()) + " with " +
                 std::to_string(image.total()) + " pixels",
             "Convert it to 8 or 16 bits and 1 or 3 channels");
    std::vector<std::uint8_t> encoded;
    try {
        if (!cv::imencode(".png", image, encoded))
            fail("the PNG encoder gave up", "Report this with the image");
    } catch (const cv::Exception& exception) {
        fail("the PNG encoder failed (" + exception.err + ")", "Report this with the image");
    }
    writeAtomically(file, [&](std::ostream& stream) {
        stream.write(reinterpret_cast<const char*>(encoded.data()), static_cast<std::streamsize>(encoded.size()));
    });
}

} // namespace duoscope
