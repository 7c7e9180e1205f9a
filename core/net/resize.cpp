// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resize.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

namespace duoscope {
namespace {

constexpr bool kAlignCorners = true;

/// The share of each pixel in each resized one along a side, [to, from].
torch::Tensor sharesOf(std::int64_t to, std::int64_t from)
{
    return at::upsample_linear1d(torch::eye(from).unsqueeze(0), {to}, kAlignCorners)[0].t().contiguous();
}

/// LibTorch would turn channels_last around and back, which takes several times as long.
torch::Tensor channelsLastBack(const torch::Tensor& weights, std::int64_t height, std::int64_t width)
{
    const std::int64_t fineHeight = weights.size(2), fineWidth = weights.size(3), channels = weights.size(1);
    const torch::Tensor rowShares = sharesOf(fineHeight, height), columnShares = sharesOf(fineWidth, width);
    const torch::Tensor result = torch::zeros({weights.size(0), channels, height, width},
                                              weights.options().memory_format(torch::MemoryFormat::ChannelsLast));
    const auto ofRow = rowShares.accessor<float, 2>(), ofColumn = columnShares.accessor<float, 2>();
    const float* const from = weights.data_ptr<float>();
    float* const to = result.data_ptr<float>();
    at::parallel_for(0, weights.size(0) * height, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> sum(static_cast<std::size_t>(fineWidth * channels)); // of fine rows, by their shares
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t sample = i / height, row = i % height;
            std::fill(sum.begin(), sum.end(), 0.0F);
            for (std::int64_t y = 0; y < fineHeight; ++y) {
                if (ofRow[y][row] == 0)
                    continue;
                const float* const line = from + (sample * fineHeight + y) * fineWidth * channels;
                for (std::size_t x = 0; x < sum.size(); ++x)
                    sum[x] += ofRow[y][row] * line[x];
            }
            for (std::int64_t x = 0; x < fineWidth; ++x)
                for (std::int64_t column = 0; column < width; ++column) {
                    if (ofColumn[x][column] == 0)
                        continue;
                    const float* const pixel = sum.data() + x * channels;
                    float* const into = to + (i * width + column) * channels;
                    for (std::int64_t c = 0; c < channels; ++c)
                        into[c] += ofColumn[x][column] * pixel[c];
                }
        }
    });
    return result;
}

} // namespace

torch::Tensor resizeBilinear(const torch::Tensor& picture, std::int64_t height, std::int64_t width)
{
    return at::upsample_bilinear2d(picture, {height, width}, kAlignCorners);
}

torch::Tensor resizeBilinearBack(const torch::Tensor& weights, std::int64_t height, std::int64_t width)
{
    if (!weights.device().is_cpu() || !weights.is_contiguous(torch::MemoryFormat::ChannelsLast))
        return at::upsample_bilinear2d_backward(weights.contiguous(), weights.sizes().slice(2),
                                                {weights.size(0), weights.size(1), height, width}, kAlignCorners);
    return channelsLastBack(weights, height, width);
}

} // namespace duoscope
