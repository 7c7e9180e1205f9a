// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/byte_view.h"
#include "core/image/image_format.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace duoscope {

/// What an image's header promises, before anything of that size is allocated.
struct ImageHeader {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t storedBytes = 0; ///< The pixel data before compression.
};

/// Bytes of pixels whose rows begin at multiples of some bytes. Headers may say anything: where the number does not
/// fit, it is the largest that does.
std::int64_t bytesOfPixels(std::int64_t width, std::int64_t height, std::int64_t bitsPerPixel, int rowAlignment = 1);

/// Reads one format from a file in memory, in three steps of rising cost, so that a damaged file fails at the cheapest
/// step that can tell, with a sentence of its own. All three throw Error(Input).
class ImageReader {
public:
    /// @param name  the file as messages call it
    ImageReader(ImageFormat format, ByteView bytes, std::string name);
    virtual ~ImageReader() = default;
    ImageReader(const ImageReader&) = delete;
    ImageReader& operator=(const ImageReader&) = delete;

    /// The size of the image. The caller refuses what is too small or too large.
    virtual ImageHeader readHeader() = 0;
    /// Whether all of the file is there. Needs readHeader() before.
    virtual void checkData() = 0;
    /// Needs checkData() before.
    /// @return CV_8U, CV_16U, CV_32F or CV_64F with 1, 3 (BGR) or 4 (BGRA) channels, rows and columns as stored.
    virtual cv::Mat decode() const = 0;

protected:
    ByteView bytes() const { return m_bytes; }

    /// The file is shorter than its content needs: "the PNG data ends after 812 bytes, <where>".
    [[noreturn]] void failTruncated(const std::string& where) const;
    /// "the PNG data is damaged: <why>".
    [[noreturn]] void failDamaged(const std::string& why) const;
    /// Sound, but of a kind that is not read here.
    [[noreturn]] void failUnsupported(const std::string& why, const std::string& remedy) const;

private:
    ImageFormat m_format;
    ByteView m_bytes;
    std::string m_name;
};

std::unique_ptr<ImageReader> makeBmpReader(ByteView bytes, const std::string& name);
std::unique_ptr<ImageReader> makeJpegReader(ByteView bytes, const std::string& name);
std::unique_ptr<ImageReader> makePngReader(ByteView bytes, const std::string& name);
std::unique_ptr<ImageReader> makeTiffReader(ByteView bytes, const std::string& name);

std::unique_ptr<ImageReader> makeReader(ImageFormat format, ByteView bytes, const std::string& name);

} // namespace duoscope
