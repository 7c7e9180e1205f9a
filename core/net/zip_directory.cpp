// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/zip_directory.h"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace duoscope {
namespace {

// Layout after PKWARE's APPNOTE 6.3: sections 4.3.12 (central directory), 4.3.14-16 (its end) and 4.5.3 (zip64).
constexpr std::uint32_t kEntry = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64Locator = 0x07064b50;
constexpr std::uint32_t kEnd64 = 0x06064b50;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kLocatorSize = 20;
constexpr std::uint64_t kEntrySize = 46;
constexpr std::uint32_t kSee64 = 0xffffffff; // "the value stands in the zip64 part"
constexpr std::uint64_t kZip64Field = 1;

[[noreturn]] void damaged() { throw std::runtime_error("its archive is damaged: its directory can't be read"); }

std::uint64_t number(std::string_view bytes, std::uint64_t at, int count)
{
    if (at > bytes.size() || bytes.size() - at < static_cast<std::uint64_t>(count))
        damaged();
    std::uint64_t value = 0;
    for (int i = count; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::uint64_t>(i)]);
    return value;
}

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t offset = 0;
};

Directory findDirectory(std::string_view archive)
{
    if (archive.size() < kEndSize)
        damaged();
    const std::size_t end = archive.rfind(std::string_view("PK\5\6", 4));
    if (end == std::string_view::npos || number(archive, end, 4) != kEnd)
        damaged();
    Directory directory{number(archive, end + 10, 2), number(archive, end + 16, 4)};
    if (end >= kLocatorSize && number(archive, end - kLocatorSize, 4) == kEnd64Locator) {
        const std::uint64_t end64 = number(archive, end - kLocatorSize + 8, 8);
        if (number(archive, end64, 4) != kEnd64)
            damaged();
        directory = {number(archive, end64 + 32, 8), number(archive, end64 + 48, 8)};
    }
    return directory;
}

/// Uncompressed size of the entry whose header starts there.
std::uint64_t uncompressedSize(std::string_view archive, std::uint64_t at)
{
    const std::uint64_t size = number(archive, at + 24, 4);
    if (size != kSee64)
        return size;
    std::uint64_t field = at + kEntrySize + number(archive, at + 28, 2);
    const std::uint64_t last = field + number(archive, at + 30, 2);
    while (field + 4 <= last) {
        if (number(archive, field, 2) == kZip64Field)
            return number(archive, field + 4, 8);
        field += 4 + number(archive, field + 2, 2);
    }
    damaged();
}

} // namespace

void requireStoredEntries(std::string_view archive)
{
    const Directory directory = findDirectory(archive);
    std::uint64_t at = directory.offset;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        if (number(archive, at, 4) != kEntry)
            damaged();
        if (number(archive, at + 10, 2) != 0)
            throw std::runtime_error("its archive is compressed, which PyTorch's are not");
        if (uncompressedSize(archive, at) > archive.size())
            throw std::runtime_error("its archive is damaged: an entry is longer than the file");
        at += kEntrySize + number(archive, at + 28, 2) + number(archive, at + 30, 2) + number(archive, at + 32, 2);
    }
}

} // namespace duoscope
