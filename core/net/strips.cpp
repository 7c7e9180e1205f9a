// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/strips.h"

#include <algorithm>

namespace duoscope {

std::vector<Strip> stripsOf(const torch::Tensor& picture)
{
    constexpr std::int64_t kPixels = 1 << 16; // with fewer, threads wait for each other more than for memory
    const std::int64_t height = picture.size(2);
    const bool whole = !picture.device().is_cpu() || torch::GradMode::is_enabled();
    const std::int64_t rows = whole ? height : std::max<std::int64_t>(kPixels / picture.size(3), 1);
    std::vector<Strip> strips;
    for (std::int64_t begin = 0; begin < height; begin += rows) {
        const std::int64_t end = std::min(begin + rows, height);
        strips.push_back({begin, end, begin > 0 ? 1 : 0, end < height ? 1 : 0});
    }
    return strips;
}

} // namespace duoscope
