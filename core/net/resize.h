// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace duoscope {

/// Bilinear, corner pixels onto corner pixels: [B, C, h, w] → [B, C, height, width].
torch::Tensor resizeBilinear(const torch::Tensor& picture, std::int64_t height, std::int64_t width);

/// Its transpose: weights of the resized pixels → weights of the `height` × `width` pixels that these were made of, so
/// that weighted sums are the same.
torch::Tensor resizeBilinearBack(const torch::Tensor& weights, std::int64_t height, std::int64_t width);

} // namespace duoscope
