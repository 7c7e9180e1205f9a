// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/patches.h"

#include <algorithm>

namespace duoscope {
namespace {

/// The part of a patch, pixels first … first + size along a dimension, that lies in the picture: there and in the
/// patch.
struct Overlap {
    std::int64_t begin, end, offset;

    Overlap(std::int64_t first, std::int64_t size, std::int64_t length)
        : begin(std::clamp<std::int64_t>(first, 0, length)), end(std::clamp<std::int64_t>(first + size, begin, length)),
          offset(begin - first)
    {
    }

    bool isWhole(std::int64_t size) const { return end - begin == size; }
    torch::Tensor inPicture(const torch::Tensor& picture, std::int64_t dimension) const
    {
        return picture.slice(dimension, begin, end);
    }
    torch::Tensor inPatch(const torch::Tensor& patch, std::int64_t dimension) const
    {
        return patch.slice(dimension, offset, offset + end - begin);
    }
};

} // namespace

Patches::Patches(const torch::Tensor& occupied, std::int64_t margin)
{
    const torch::Tensor cells = occupied.to(torch::kCPU).contiguous();
    const torch::Tensor rows = cells.any(2).any(0).nonzero(), columns = cells.any(1).any(0).nonzero();
    if (rows.size(0) == 0)
        return;
    const auto top = rows[0].item<std::int64_t>(), left = columns[0].item<std::int64_t>();
    const std::int64_t height = rows[-1].item<std::int64_t>() + 1 - top;
    const std::int64_t width = columns[-1].item<std::int64_t>() + 1 - left;
    const auto isOccupied = cells.accessor<bool, 3>();
    for (const std::int64_t parts : {1, 2, 3, 4, 6, 8, 12}) {
        Patches grid;
        grid.m_margin = margin;
        grid.m_height = (height + parts - 1) / parts;
        grid.m_width = (width + parts - 1) / parts;
        std::vector<bool> found(static_cast<std::size_t>(cells.size(0) * parts * parts));
        for (std::int64_t sample = 0; sample < cells.size(0); ++sample)
            for (std::int64_t y = 0; y < height; ++y)
                for (std::int64_t x = 0; x < width; ++x)
                    if (isOccupied[sample][top + y][left + x]) {
                        const std::int64_t row = sample * parts + y / grid.m_height;
                        found[static_cast<std::size_t>(row * parts + x / grid.m_width)] = true;
                    }
        for (std::size_t i = 0; i < found.size(); ++i) {
            const auto place = static_cast<std::int64_t>(i);
            if (found[i])
                grid.m_places.push_back({place / (parts * parts), top + place / parts % parts * grid.m_height,
                                         left + place % parts * grid.m_width});
        }
        if (empty() || grid.cost() < cost())
            *this = std::move(grid);
    }
}

std::int64_t Patches::cost() const
{
    return static_cast<std::int64_t>(m_places.size()) * (m_height + 2 * m_margin) * (m_width + 2 * m_margin);
}

torch::Tensor Patches::cut(const torch::Tensor& picture, std::int64_t cell) const
{
    const std::int64_t height = (m_height + 2 * m_margin) * cell, width = (m_width + 2 * m_margin) * cell;
    const torch::Tensor result =
        torch::empty({static_cast<std::int64_t>(m_places.size()), picture.size(1), height, width}, picture.options(),
                     torch::MemoryFormat::ChannelsLast);
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const Place& place = m_places[i];
        const Overlap rows((place.top - m_margin) * cell, height, picture.size(2));
        const Overlap columns((place.left - m_margin) * cell, width, picture.size(3));
        const auto patch = static_cast<std::int64_t>(i);
        const torch::Tensor into = result.slice(0, patch, patch + 1);
        if (!rows.isWhole(height) || !columns.isWhole(width))
            into.zero_();
        const torch::Tensor source = picture.slice(0, place.sample, place.sample + 1);
        columns.inPatch(rows.inPatch(into, 2), 3).copy_(columns.inPicture(rows.inPicture(source, 2), 3));
    }
    return result;
}

torch::Tensor Patches::cutApart(const torch::Tensor& picture, std::int64_t cell) const
{
    torch::Tensor inside =
        torch::zeros({1, 1, (m_height + 2 * m_margin) * cell, (m_width + 2 * m_margin) * cell}, picture.options());
    inside.slice(2, m_margin * cell, (m_margin + m_height) * cell)
        .slice(3, m_margin * cell, (m_margin + m_width) * cell)
        .fill_(1);
    return cut(picture, cell) * inside;
}

void Patches::addTo(const torch::Tensor& picture, const torch::Tensor& patches) const
{
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const Place& place = m_places[i];
        const Overlap rows(place.top - m_margin, patches.size(2), picture.size(2));
        const Overlap columns(place.left - m_margin, patches.size(3), picture.size(3));
        const auto patch = static_cast<std::int64_t>(i);
        const torch::Tensor from = patches.slice(0, patch, patch + 1);
        columns.inPicture(rows.inPicture(picture.slice(0, place.sample, place.sample + 1), 2), 3)
            .add_(columns.inPatch(rows.inPatch(from, 2), 3));
    }
}

torch::Tensor Patches::sumBySample(const torch::Tensor& patches, std::int64_t samples) const
{
    const torch::Tensor sums = torch::zeros({samples}, patches.options());
    for (std::size_t i = 0; i < m_places.size(); ++i)
        sums[m_places[i].sample] += patches[static_cast<std::int64_t>(i)].sum();
    return sums;
}

} // namespace duoscope
