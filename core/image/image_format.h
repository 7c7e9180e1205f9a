// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/byte_view.h"

#include <filesystem>
#include <optional>
#include <string>

namespace duoscope {

enum class ImageFormat { Png, Jpeg, Bmp, Tiff };

/// "PNG", "JPEG", "BMP" or "TIFF".
std::string formatName(ImageFormat format);

/// What the first bytes say, whatever the file is called; nothing if it is none of the four.
std::optional<ImageFormat> sniffFormat(ByteView bytes);

/// Throws Error(Input) unless the name ends as files of this format do (.png; .jpg, .jpeg; .bmp; .tif, .tiff; in any
/// case): a wrong ending makes other programs fail on the same file, or hides that it was mixed up.
void requireMatchingExtension(const std::filesystem::path& file, ImageFormat format);

} // namespace duoscope
