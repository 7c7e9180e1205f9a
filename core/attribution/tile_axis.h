// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace duoscope {

/// Some columns or rows of a picture, [begin, end).
struct Span {
    std::int64_t begin = 0;
    std::int64_t end = 0;

    std::int64_t size() const { return end - begin; }
    bool operator==(const Span&) const = default;
};

/// One side of a picture cut into parts. Windows of all parts have one size, so that what a library prepares for the
/// first serves all.
class TileAxis {
public:
    /// @param length  of the side, ≥ 1
    /// @param side    largest size of a part, ≥ 1; parts are as equal as they can be
    TileAxis(std::int64_t length, std::int64_t side);

    std::int64_t count() const { return m_count; }
    /// Columns of part i; the parts cover the side without overlap.
    Span part(std::int64_t i) const;
    /// Part i with at least halo more at either end, but for what lies beyond the picture. A window of a smaller halo
    /// lies within one of a larger.
    Span window(std::int64_t i, std::int64_t halo) const;
    /// Size of each window of that halo.
    std::int64_t windowSize(std::int64_t halo) const;

private:
    std::int64_t m_length;
    std::int64_t m_count;
    std::int64_t m_side;
};

} // namespace duoscope
