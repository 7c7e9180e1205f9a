// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/shard.h"

#include "core/base/error.h"

#include <charconv>

namespace duoscope {
namespace {

constexpr int kMaximumShards = 1'000'000;

/// 0 where the text is no number in range.
int parsePart(std::string_view text)
{
    int value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = result.ec == std::errc() && result.ptr == text.data() + text.size();
    return whole && value <= kMaximumShards ? value : 0;
}

} // namespace

Shard Shard::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    Shard shard{0, 0};
    if (slash != std::string_view::npos)
        shard = {parsePart(text.substr(0, slash)), parsePart(text.substr(slash + 1))};
    if (shard.index < 1 || shard.count < 1 || shard.index > shard.count)
        throw Error(ErrorKind::Usage, "Cannot understand the shard \"" + std::string(text) + "\"",
                    "it is not of the form I/N with I from 1 to N", "Write, for instance, 2/4 for the second of four");
    return shard;
}

std::string Shard::toString() const { return std::to_string(index) + "/" + std::to_string(count); }

} // namespace duoscope
