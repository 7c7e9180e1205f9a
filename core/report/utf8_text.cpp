// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/utf8_text.h"

#include "core/base/printable.h"

#include <array>
#include <cstdint>

namespace duoscope {
namespace {

std::size_t lengthOf(unsigned char first)
{
    return first < 0x80                    ? 1
           : first >= 0xC2 && first < 0xE0 ? 2
           : first >= 0xE0 && first < 0xF0 ? 3
           : first >= 0xF0 && first < 0xF5 ? 4
                                           : 0;
}

/// Bytes of the character that text begins with; 0 where they are no UTF-8.
std::size_t validLength(std::string_view text)
{
    const std::size_t length = lengthOf(static_cast<unsigned char>(text[0]));
    if (length == 0 || length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
            return 0;
    const char32_t code = codePoint(text.substr(0, length));
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = code >= 0xD800 && code < 0xE000, isControl = code >= 0x80 && code < 0xA0;
    const bool isNone = code == 0xFFFE || code == 0xFFFF || code == 0x2028 || code == 0x2029;
    return code < kLeast[length] || code > 0x10FFFF || isSurrogate || isControl || isNone ? 0 : length;
}

} // namespace

std::string cleanText(std::string_view text)
{
    const std::string line = printable(text);
    std::string clean;
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t length = validLength(std::string_view(line).substr(i));
        clean += length > 0 ? line.substr(i, length) : "\xEF\xBF\xBD";
        i += length > 0 ? length : 1;
    }
    return clean;
}

std::vector<std::string> characters(std::string_view clean)
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < clean.size();) {
        const std::size_t length = lengthOf(static_cast<unsigned char>(clean[i]));
        all.emplace_back(clean.substr(i, length > 0 ? length : 1));
        i += all.back().size();
    }
    return all;
}

std::vector<std::string> breakableParts(std::string_view text)
{
    constexpr std::size_t kLongest = 24, kPart = 8;
    std::vector<std::string> parts(1), word;
    const auto endWord = [&] {
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (word.size() > kLongest && i > 0 && i % kPart == 0)
                parts.emplace_back();
            parts.back() += word[i];
        }
        word.clear();
    };
    for (std::string& character : characters(cleanText(text))) {
        if (character == " ") {
            endWord();
            parts.back() += ' ';
        } else {
            word.push_back(std::move(character));
        }
    }
    endWord();
    return parts;
}

char32_t codePoint(std::string_view character)
{
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() < 2)
        return first;
    char32_t code = first & (0x7F >> character.size());
    for (const char c : character.substr(1))
        code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
    return code;
}

std::string base64(const std::vector<unsigned char>& bytes)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < count ? bytes[i + j] : 0u);
        for (std::size_t j = 0; j < 4; ++j)
            text += j <= count ? kDigits[group >> (18 - 6 * j) & 63] : '=';
    }
    return text;
}

} // namespace duoscope
