// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/tile_axis.h"

#include <algorithm>

namespace duoscope {

TileAxis::TileAxis(std::int64_t length, std::int64_t side)
    : m_length(length), m_count((length + side - 1) / side), m_side((length + m_count - 1) / m_count)
{
    m_count = (length + m_side - 1) / m_side; // rounding up may have made the last part empty
}

Span TileAxis::part(std::int64_t i) const { return {i * m_side, std::min((i + 1) * m_side, m_length)}; }

std::int64_t TileAxis::windowSize(std::int64_t halo) const { return std::min(m_side + 2 * halo, m_length); }

Span TileAxis::window(std::int64_t i, std::int64_t halo) const
{
    const std::int64_t size = windowSize(halo);
    const std::int64_t begin = std::clamp<std::int64_t>(i * m_side - halo, 0, m_length - size);
    return {begin, begin + size};
}

} // namespace duoscope
