// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resize.h"

namespace duoscope {
namespace {

constexpr bool kAlignCorners = true;

} // namespace

torch::Tensor resizeBilinear(const torch::Tensor& picture, std::int64_t height, std::int64_t width)
{
    return at::upsample_bilinear2d(picture, {height, width}, kAlignCorners);
}

torch::Tensor resizeBilinearBack(const torch::Tensor& weights, std::int64_t height, std::int64_t width)
{
    return at::upsample_bilinear2d_backward(weights.contiguous(), weights.sizes().slice(2),
                                            {weights.size(0), weights.size(1), height, width}, kAlignCorners);
}

} // namespace duoscope
