// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// Text from files, safe to stand in any report: one line, control characters as '?', and U+FFFD for bytes that are no
/// UTF-8, as names of files may have them.
std::string cleanText(std::string_view text);

/// The characters of cleanText(): each a code point in UTF-8.
std::vector<std::string> characters(std::string_view clean);

/// cleanText() in parts between which a line may be broken although there is no space: words of more than 24 characters
/// are taken apart.
std::vector<std::string> breakableParts(std::string_view text);

/// The code point of one of these.
char32_t codePoint(std::string_view character);

/// Bytes in base64 (RFC 4648), without line breaks.
std::string base64(const std::vector<unsigned char>& bytes);

} // namespace duoscope
