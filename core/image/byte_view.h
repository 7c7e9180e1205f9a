// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace duoscope {

/// A look at a file's bytes that never reads past their end: what lies beyond reads as 0, so a caller that must tell
/// the two apart asks has() first.
class ByteView {
public:
    ByteView() = default;
    explicit ByteView(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    const std::uint8_t* data() const { return m_bytes.data(); }
    std::size_t size() const { return m_bytes.size(); }
    bool has(std::uint64_t offset, std::uint64_t count) const { return offset <= size() && count <= size() - offset; }

    std::uint8_t at(std::uint64_t offset) const { return offset < size() ? m_bytes[offset] : 0; }

    /// Unsigned integer of 1 to 8 bytes.
    std::uint64_t big(std::uint64_t offset, int bytes) const
    {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8 | at(offset + i);
        return value;
    }
    std::uint64_t little(std::uint64_t offset, int bytes) const
    {
        std::uint64_t value = 0;
        for (int i = bytes - 1; i >= 0; --i)
            value = value << 8 | at(offset + i);
        return value;
    }

private:
    std::span<const std::uint8_t> m_bytes;
};

} // namespace duoscope
