// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/script_archive.h"

#include "core/base/error.h"
#include "core/base/printable.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace duoscope {
namespace {

// Layout after PKWARE's APPNOTE 6.3: sections 4.3.7 (before an entry), 4.3.12 (central directory), 4.3.14-16 (its end)
// and 4.5.3 (zip64).
constexpr std::uint64_t kLocal = 0x04034b50;
constexpr std::uint64_t kCentral = 0x02014b50;
constexpr std::uint64_t kEnd64 = 0x06064b50;
constexpr std::uint64_t kEnd64Locator = 0x07064b50;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kEnd64LocatorSize = 20;
constexpr std::uint64_t kLongestComment = 0xffff;
constexpr std::uint64_t kSee64 = 0xffffffff; // "the value stands in the zip64 part"
constexpr std::uint64_t kZip64Field = 1;
constexpr std::uint64_t kStored = 0;
constexpr std::uint64_t kDeflated = 8;

struct ArchiveEntry {
    std::string name;
    std::uint64_t method = 0;
    std::uint64_t checksum = 0; ///< CRC-32 of what it holds
    std::uint64_t packedSize = 0;
    std::uint64_t size = 0;
    std::uint64_t header = 0; ///< where its local header is
};

class Archive {
public:
    explicit Archive(const std::filesystem::path& file)
        : m_what("Cannot use the module " + file.string()), m_stream(file, std::ios::binary)
    {
        std::error_code problem;
        m_size = std::filesystem::file_size(file, problem);
        if (problem || !m_stream)
            throw Error(ErrorKind::Model, m_what, "the file can't be opened", "Check the path and its permissions");
    }

    std::vector<ArchiveEntry> entries()
    {
        const std::uint64_t end = findEnd();
        std::uint64_t count = number(end + 10, 2);
        std::uint64_t at = number(end + 16, 4);
        if (end >= kEnd64LocatorSize && number(end - kEnd64LocatorSize, 4) == kEnd64Locator) {
            const std::uint64_t end64 = number(end - kEnd64LocatorSize + 8, 8);
            require(number(end64, 4) == kEnd64);
            count = number(end64 + 32, 8);
            at = number(end64 + 48, 8);
        }
        std::vector<ArchiveEntry> entries;
        std::uint64_t left = m_size;
        while (count-- > 0) {
            entries.push_back(nextEntry(at));
            // Entries that share their data would be unpacked again and again.
            require(entries.back().packedSize <= left);
            left -= entries.back().packedSize;
        }
        return entries;
    }

    /// Reads an entry to its end.
    void verify(const ArchiveEntry& entry)
    {
        require(number(entry.header, 4) == kLocal && number(entry.header + 8, 2) == entry.method);
        const std::uint64_t begin = entry.header + 30 + number(entry.header + 26, 2) + number(entry.header + 28, 2);
        const bool isIntact = entry.method == kStored     ? isStoredIntact(entry, begin)
                              : entry.method == kDeflated ? isDeflatedIntact(entry, begin)
                                                          : false;
        if (!isIntact)
            fail("it is damaged: " + printable(entry.name) + " is not what was saved", "Copy or save it again");
    }

    [[noreturn]] void fail(const std::string& why, const std::string& remedy) const
    {
        throw Error(ErrorKind::Model, m_what, why, remedy);
    }

private:
    using Buffer = std::array<char, 1 << 16>;

    void require(bool isRight) const
    {
        if (!isRight)
            fail("it is damaged: the directory of its archive can't be read", "Copy or save it again");
    }

    /// A little-endian number.
    std::uint64_t number(std::uint64_t at, int count)
    {
        const std::string bytes = text(at, static_cast<std::uint64_t>(count));
        std::uint64_t value = 0;
        for (int i = count; i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
        return value;
    }

    std::string text(std::uint64_t at, std::uint64_t count)
    {
        require(at <= m_size && m_size - at >= count);
        std::string bytes(count, '\0');
        m_stream.clear();
        m_stream.seekg(static_cast<std::streamoff>(at));
        require(static_cast<bool>(m_stream.read(bytes.data(), static_cast<std::streamsize>(count))));
        return bytes;
    }

    std::uint64_t findEnd()
    {
        const std::uint64_t length = std::min(m_size, kEndSize + kLongestComment);
        const std::size_t found = text(m_size - length, length).rfind(std::string("PK\5\6"));
        if (found == std::string::npos || length - found < kEndSize)
            fail("it is no TorchScript module",
                 "Save it with torch.jit.save, as the README's \"Your own methods\" shows");
        return m_size - length + found;
    }

    ArchiveEntry nextEntry(std::uint64_t& at)
    {
        require(number(at, 4) == kCentral);
        const std::uint64_t nameLength = number(at + 28, 2);
        const std::uint64_t extraLength = number(at + 30, 2);
        ArchiveEntry entry{text(at + 46, nameLength), number(at + 10, 2), number(at + 16, 4),
                           number(at + 20, 4),        number(at + 24, 4), number(at + 42, 4)};
        const std::uint64_t extra = at + 46 + nameLength;
        for (std::uint64_t field = extra; field + 4 <= extra + extraLength; field += 4 + number(field + 2, 2))
            if (number(field, 2) == kZip64Field) {
                std::uint64_t value = field + 4;
                for (std::uint64_t* size : {&entry.size, &entry.packedSize, &entry.header})
                    if (*size == kSee64) {
                        *size = number(value, 8);
                        value += 8;
                    }
            }
        at = extra + extraLength + number(at + 32, 2);
        return entry;
    }

    bool isStoredIntact(const ArchiveEntry& entry, std::uint64_t begin)
    {
        uLong checksum = crc32(0, nullptr, 0);
        forEachPiece(begin, entry.packedSize, [&](const char* bytes, std::size_t count) {
            checksum = crc32(checksum, reinterpret_cast<const Bytef*>(bytes), static_cast<uInt>(count));
            return true;
        });
        return checksum == entry.checksum && entry.size == entry.packedSize;
    }

    bool isDeflatedIntact(const ArchiveEntry& entry, std::uint64_t begin)
    {
        z_stream stream{};
        constexpr int kWithoutHeader = -MAX_WBITS;
        if (inflateInit2(&stream, kWithoutHeader) != Z_OK)
            throw std::bad_alloc();
        uLong checksum = crc32(0, nullptr, 0);
        std::uint64_t size = 0;
        int state = Z_OK;
        Buffer unpacked;
        try {
            forEachPiece(begin, entry.packedSize, [&](char* bytes, std::size_t count) {
                stream.next_in = reinterpret_cast<Bytef*>(bytes);
                stream.avail_in = static_cast<uInt>(count);
                do {
                    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
                    stream.avail_out = static_cast<uInt>(unpacked.size());
                    state = inflate(&stream, Z_NO_FLUSH);
                    const std::size_t made = unpacked.size() - stream.avail_out;
                    checksum =
                        crc32(checksum, reinterpret_cast<const Bytef*>(unpacked.data()), static_cast<uInt>(made));
                    size += made;
                } while (state == Z_OK && stream.avail_out == 0 && size <= entry.size);
                return (state == Z_OK || state == Z_BUF_ERROR) && size <= entry.size;
            });
        } catch (...) {
            inflateEnd(&stream);
            throw;
        }
        inflateEnd(&stream);
        return state == Z_STREAM_END && checksum == entry.checksum && size == entry.size;
    }

    /// Hands out a part of the file, piece by piece, until all is read or take() answers no.
    template <typename Take>
    void forEachPiece(std::uint64_t begin, std::uint64_t count, Take take)
    {
        Buffer piece;
        require(begin <= m_size && m_size - begin >= count);
        m_stream.clear();
        m_stream.seekg(static_cast<std::streamoff>(begin));
        while (count > 0) {
            const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(count, piece.size()));
            require(static_cast<bool>(m_stream.read(piece.data(), static_cast<std::streamsize>(now))));
            if (!take(piece.data(), now))
                return;
            count -= now;
        }
    }

    std::string m_what;
    std::ifstream m_stream;
    std::uint64_t m_size = 0;
};

} // namespace

void requireScriptArchive(const std::filesystem::path& file)
{
    Archive archive(file);
    const std::vector<ArchiveEntry> entries = archive.entries();
    const bool hasProgram = std::any_of(entries.begin(), entries.end(), [](const ArchiveEntry& entry) {
        return entry.name.ends_with("/constants.pkl"); // where a program keeps its own tensors, at least an empty list
    });
    if (!hasProgram)
        archive.fail("it holds weights and no program, as torch.save writes it",
                     "Save the network itself with torch.jit.save, as the README's \"Your own methods\" shows");
    for (const ArchiveEntry& entry : entries)
        archive.verify(entry);
}

} // namespace duoscope
