// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace duoscope {

/// Sides below this are refused: the networks' coarsest features would have no extent.
constexpr std::int64_t kMinimumSide = 16;
/// What is larger is refused before anything is allocated.
constexpr std::int64_t kMaximumSide = std::int64_t{1} << 20;
constexpr std::int64_t kMaximumPixels = std::int64_t{1} << 29;

/// An image as its file stores it.
struct DecodedImage {
    cv::Mat pixels;     ///< CV_8U, CV_16U or CV_32F with 1, 3 (BGR) or 4 (BGRA) channels, in the order of the file's
                        ///< rows and columns: an orientation mark (EXIF, TIFF) is not applied, for it would differ
                        ///< between the two images of a pair.
    std::string format; ///< "PNG", "JPEG", "BMP" or "TIFF".
    int bitDepth = 8;   ///< Of one sample in pixels: 8, 16 or 32.
};

/// Reads PNG (8, 16 bit), JPEG (8 bit gray and colour), BMP (also palettised and run-length coded) and TIFF (8, 16 bit,
/// 32-bit float; 64-bit float is narrowed; of several images the first). A palette becomes colours, 1 to 4 bits become
/// 8, and 10 to 14 bits are shifted up to 16; transparency of a gray or palettised PNG is dropped, while a fourth
/// channel beside colours is kept.
/// Throws Error(Input), with a sentence of its own for each kind of damage, where the file can't be opened, is none of
/// these, is named like another format, is truncated or damaged, or is smaller than kMinimumSide, larger than the
/// limits above, or larger than a file of its length can hold. Any thread.
DecodedImage readImageFile(const std::filesystem::path& file);

/// Writes a PNG that appears under its name only when complete.
/// @param image  CV_8U or CV_16U with 1 or 3 (BGR) channels
/// Throws Error(Output) where the image is of another type, the name does not end in .png, or the place can't be
/// written to.
void writeImageFile(const std::filesystem::path& file, const cv::Mat& image);

} // namespace duoscope
