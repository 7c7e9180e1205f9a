// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace duoscope {

/// What a file's header says of the image in it.
struct ImageOutline {
    std::int64_t width = 0;  ///< pixels
    std::int64_t height = 0; ///< pixels
    int bitDepth = 0;        ///< of one sample, where the header tells it without more ado; else 0

    std::int64_t pixels() const { return width * height; }
};

/// Reads the header alone, so that folders of thousands of images are looked through in seconds. What lies behind the
/// header may be damaged all the same. Throws Error(Input) where there is no header of a supported image.
ImageOutline readImageOutline(const std::filesystem::path& file);

} // namespace duoscope
