// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace duoscope {

std::size_t jsonDepth(std::string_view text)
{
    std::size_t depth = 0, deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

std::string readJsonText(const std::filesystem::path& file, std::uintmax_t mostBytes)
{
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(file, problem);
    if (status.type() == std::filesystem::file_type::not_found)
        throw std::runtime_error("there is no such file");
    if (std::filesystem::is_directory(status))
        throw std::runtime_error("it is a folder");
    if (!problem && !std::filesystem::is_regular_file(status))
        throw std::runtime_error("it is not a regular file");
    std::ifstream stream(file, std::ios::binary);
    const std::uintmax_t size = std::filesystem::file_size(file, problem);
    if (!stream || problem)
        throw std::runtime_error("the file can't be opened");
    if (size > mostBytes)
        throw std::runtime_error("its " + std::to_string(size) + " bytes are more than such a file ever has (" +
                                 std::to_string(mostBytes) + ")");
    std::string text(size, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::uintmax_t>(stream.gcount()) != size)
        throw std::runtime_error("only " + std::to_string(stream.gcount()) + " of its " + std::to_string(size) +
                                 " bytes could be read");
    if (jsonDepth(text) > kDeepestJson)
        throw std::runtime_error("its values are nested more than " + std::to_string(kDeepestJson) + " levels deep");
    return text;
}

} // namespace duoscope
