// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/window.h"

#include <algorithm>

namespace duoscope {
namespace {

// A map of 32 channels takes 2 MiB: what a unit holds at once stays in a large cache. Chosen, not tuned.
constexpr std::int64_t kPixels = 16384;
constexpr std::int64_t kColumns = 256;

/// The end of the i-th of n parts of a length, as equal as whole numbers can be.
std::int64_t endOfPart(std::int64_t i, std::int64_t n, std::int64_t length) { return length * (i + 1) / n; }

std::int64_t partsOf(std::int64_t length, std::int64_t largest) { return (length + largest - 1) / largest; }

} // namespace

Window Window::grown(std::int64_t pixels, const torch::Tensor& picture) const
{
    return {std::max<std::int64_t>(top - pixels, 0), std::min(bottom + pixels, picture.size(2)),
            std::max<std::int64_t>(left - pixels, 0), std::min(right + pixels, picture.size(3))};
}

Sides Window::sidesAtBorder(const torch::Tensor& picture) const
{
    return {top == 0, bottom == picture.size(2), left == 0, right == picture.size(3)};
}

torch::Tensor Window::of(const torch::Tensor& picture) const
{
    return picture.slice(2, top, bottom).slice(3, left, right);
}

std::vector<Window> windowsOf(const torch::Tensor& picture, bool recordsGradients)
{
    if (recordsGradients || !picture.device().is_cpu())
        return {Window::whole(picture)};
    const std::int64_t height = picture.size(2);
    const std::int64_t width = picture.size(3);
    const std::int64_t across = partsOf(width, kColumns);
    const std::int64_t rows = std::max<std::int64_t>(kPixels / (partsOf(width, across) * picture.size(0)), 8);
    const std::int64_t down = partsOf(height, rows);
    std::vector<Window> windows;
    for (std::int64_t y = 0, top = 0; y < down; top = endOfPart(y++, down, height))
        for (std::int64_t x = 0, left = 0; x < across; left = endOfPart(x++, across, width))
            windows.push_back({top, endOfPart(y, down, height), left, endOfPart(x, across, width)});
    return windows;
}

} // namespace duoscope
