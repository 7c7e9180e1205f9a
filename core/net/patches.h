// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace duoscope {

/// Rectangles of equal size that hold all cells of pictures that are not empty. A cell is a square of pixels, of as
/// many as a picture's resolution makes it.
class Patches {
public:
    Patches() = default;
    /// The cheapest of some grids over the box around all occupied cells, bool [B, h, w].
    /// @param margin  cells around each rectangle that are computed with it
    Patches(const torch::Tensor& occupied, std::int64_t margin);

    bool empty() const { return m_places.empty(); }

    /// The rectangles with their margins, zero beyond the picture's border:
    /// [B, any, H, W] → [rectangles, any, (height + 2 margin)·cell, (width + 2 margin)·cell].
    torch::Tensor cut(const torch::Tensor& picture, std::int64_t cell = 1) const;
    /// The same with zeros for margins: each pixel in one patch alone, for what is to be counted once.
    torch::Tensor cutApart(const torch::Tensor& picture, std::int64_t cell = 1) const;
    /// Adds what cut() would give to a picture; what lies beyond its border is dropped. Cells of one pixel.
    void addTo(const torch::Tensor& picture, const torch::Tensor& patches) const;
    /// Sums of patches by the sample that they lie in, [rectangles, …] → [samples].
    torch::Tensor sumBySample(const torch::Tensor& patches, std::int64_t samples) const;

private:
    struct Place {
        std::int64_t sample, top, left; ///< of its first cell, without the margin
    };
    /// Cells to compute.
    std::int64_t cost() const;

    std::vector<Place> m_places;
    std::int64_t m_height = 0, m_width = 0, m_margin = 0;
};

} // namespace duoscope
