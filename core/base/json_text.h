// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace duoscope {

/// How deep the arrays and objects of a JSON text are nested: 0 for a number, 1 for [] or {}, 2 for {"a": []}. Of a
/// text that is no JSON, at least what a parser would go into.
std::size_t jsonDepth(std::string_view text);

/// Deeper files are refused: walking, copying and writing JSON values takes some stack for each level.
constexpr std::size_t kDeepestJson = 64;

/// The text of a JSON file, fit to be parsed.
/// Throws std::runtime_error, whose text is a reason fit for an Error, where the file can't be opened, is no regular
/// file, has more than mostBytes, can't be read to its end, or nests values deeper than kDeepestJson.
std::string readJsonText(const std::filesystem::path& file, std::uintmax_t mostBytes);

} // namespace duoscope
