// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace duoscope {

/// Which sides of a window lie at the border of its picture.
struct Sides {
    bool top = true;
    bool bottom = true;
    bool left = true;
    bool right = true;
};

/// A rectangle of pixels of a picture [B, C, H, W]. Layers that are computed window by window give the same as over
/// the whole picture, but what lies between their input and output stays in the processor's cache.
struct Window {
    std::int64_t top = 0;
    std::int64_t bottom = 0; ///< one past the last row
    std::int64_t left = 0;
    std::int64_t right = 0; ///< one past the last column

    static Window whole(const torch::Tensor& picture) { return {0, picture.size(2), 0, picture.size(3)}; }
    /// Larger by so many pixels on all sides, where the picture has them.
    Window grown(std::int64_t pixels, const torch::Tensor& picture) const;
    Sides sidesAtBorder(const torch::Tensor& picture) const;
    /// These pixels; a view.
    torch::Tensor of(const torch::Tensor& picture) const;
};

/// Windows that cover a picture: one on a GPU and where gradients are recorded, which need everything between anyway;
/// else as large as keeps some dozens of channels of each in the cache.
std::vector<Window> windowsOf(const torch::Tensor& picture, bool recordsGradients);

} // namespace duoscope
