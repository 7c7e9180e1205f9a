// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace duoscope {

/// Some rows of a picture [B, C, H, W], with the row above and the one below that a 3×3 convolution sees. Layers that
/// look no further give the same strip by strip, but what lies between their input and output takes the memory of a
/// strip.
struct Strip {
    std::int64_t begin = 0; ///< first row
    std::int64_t end = 0;   ///< one past the last row
    std::int64_t above = 0; ///< rows above, 1 or, at the picture's border, 0
    std::int64_t below = 0; ///< rows below, 1 or 0

    static Strip whole(const torch::Tensor& picture) { return {0, picture.size(2), 0, 0}; }
    /// With the rows around it, where the picture has them.
    Strip grown(const torch::Tensor& picture) const
    {
        const std::int64_t first = begin - above, last = end + below;
        return {first, last, first > 0 ? 1 : 0, last < picture.size(2) ? 1 : 0};
    }
    /// The rows alone, of a picture; a view.
    torch::Tensor of(const torch::Tensor& picture) const { return picture.slice(2, begin, end); }
    /// The rows and those around them, of a picture; a view.
    torch::Tensor around(const torch::Tensor& picture) const { return picture.slice(2, begin - above, end + below); }
    /// The rows alone, of what a layer made of around(); a view.
    torch::Tensor within(const torch::Tensor& layer) const { return layer.slice(2, above, above + end - begin); }
};

/// Strips that cover a picture [B, C, H, W] from top to bottom: one on a GPU and where gradients are recorded, which
/// need everything between anyway.
std::vector<Strip> stripsOf(const torch::Tensor& picture);

} // namespace duoscope
