// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/decoder_gradient.h"

#include <algorithm>

namespace duoscope {
namespace {

/// Gradient of a convolution that keeps the picture's size, in its input.
torch::Tensor convolvedBack(const torch::Tensor& gradient, const torch::nn::Conv2d& convolution)
{
    const auto& options = convolution->options;
    const std::int64_t padding = (options.kernel_size()->at(0) - 1) / 2; // none is dilated
    const torch::Tensor shape =
        torch::empty({gradient.size(0), options.in_channels(), gradient.size(2), gradient.size(3)}, gradient.options(),
                     torch::MemoryFormat::ChannelsLast);
    return std::get<0>(at::convolution_backward(gradient, shape, convolution->weight, c10::nullopt, *options.stride(),
                                                {padding, padding}, *options.dilation(), false, {0, 0},
                                                options.groups(), {true, false, false}));
}

/// The part of a tile with `around` pixels around it that lies in the picture, there and in the tile.
struct Overlap {
    std::int64_t begin, end, offset;

    Overlap(std::int64_t first, std::int64_t size, std::int64_t around, std::int64_t length)
        : begin(std::max<std::int64_t>(first - around, 0)), end(std::min(first + size + around, length)),
          offset(begin - (first - around))
    {
    }

    torch::Tensor inPicture(const torch::Tensor& picture, std::int64_t dimension) const
    {
        return picture.slice(dimension, begin, end);
    }
    torch::Tensor inTile(const torch::Tensor& tile, std::int64_t dimension) const
    {
        return tile.slice(dimension, offset, offset + end - begin);
    }
};

} // namespace

DecoderGradient::DecoderGradient(const DeepLab& network, const torch::Tensor& input) : m_inputSizes(input.sizes().vec())
{
    const torch::NoGradGuard noGradient;
    torch::Tensor x = input.detach();
    const std::vector<torch::nn::Conv2d> convolutions = network->decoderConvolutions();
    for (const torch::nn::Conv2d& convolution : convolutions) {
        torch::nn::Conv2d layer = convolution;
        x = layer(x);
        if (m_layers.size() + 1 < convolutions.size())
            x = torch::relu(x);
        m_layers.push_back({layer, x});
        m_around += (convolution->options.kernel_size()->at(0) - 1) / 2;
    }
}

std::int64_t DecoderGradient::Tiling::cost(std::int64_t around) const
{
    return static_cast<std::int64_t>(tiles.size()) * (height + 2 * around) * (width + 2 * around);
}

DecoderGradient::Tiling DecoderGradient::cheapestTiling(const torch::Tensor& weights) const
{
    const torch::Tensor occupied = weights.ne(0);
    const torch::Tensor rows = occupied.any(2).any(0).nonzero(), columns = occupied.any(1).any(0).nonzero();
    if (rows.size(0) == 0)
        return {};
    const auto top = rows[0].item<std::int64_t>(), left = columns[0].item<std::int64_t>();
    const std::int64_t height = rows[-1].item<std::int64_t>() + 1 - top;
    const std::int64_t width = columns[-1].item<std::int64_t>() + 1 - left;
    const torch::Tensor box =
        occupied.slice(1, top, top + height).slice(2, left, left + width).to(torch::kFloat32).unsqueeze(1);
    Tiling best;
    for (const std::int64_t parts : {1, 2, 3, 4, 6, 8, 12}) {
        Tiling tiling;
        tiling.height = (height + parts - 1) / parts;
        tiling.width = (width + parts - 1) / parts;
        const std::vector<std::int64_t> size{tiling.height, tiling.width};
        const torch::Tensor found = torch::max_pool2d(box, size, size, 0, 1, true).squeeze(1).nonzero();
        const auto at = found.accessor<std::int64_t, 2>();
        for (std::int64_t i = 0; i < found.size(0); ++i)
            tiling.tiles.push_back({at[i][0], top + at[i][1] * tiling.height, left + at[i][2] * tiling.width});
        if (best.tiles.empty() || tiling.cost(m_around) < best.cost(m_around))
            best = std::move(tiling);
    }
    return best;
}

torch::Tensor DecoderGradient::cut(const torch::Tensor& picture, const Tiling& tiling) const
{
    const std::int64_t height = tiling.height + 2 * m_around, width = tiling.width + 2 * m_around;
    const torch::Tensor result =
        torch::empty({static_cast<std::int64_t>(tiling.tiles.size()), picture.size(1), height, width},
                     picture.options(), torch::MemoryFormat::ChannelsLast);
    for (std::size_t i = 0; i < tiling.tiles.size(); ++i) {
        const Tiling::Tile& tile = tiling.tiles[i];
        const Overlap rows(tile.top, tiling.height, m_around, picture.size(2));
        const Overlap columns(tile.left, tiling.width, m_around, picture.size(3));
        const torch::Tensor into = result.slice(0, static_cast<std::int64_t>(i), static_cast<std::int64_t>(i) + 1);
        if (rows.end - rows.begin < height || columns.end - columns.begin < width)
            into.zero_();
        const torch::Tensor source = picture.slice(0, tile.sample, tile.sample + 1);
        columns.inTile(rows.inTile(into, 2), 3).copy_(columns.inPicture(rows.inPicture(source, 2), 3));
    }
    return result;
}

torch::Tensor DecoderGradient::of(std::int64_t classId, const torch::Tensor& weights) const
{
    const torch::NoGradGuard noGradient;
    const torch::Tensor result =
        torch::zeros(m_inputSizes, weights.options()).contiguous(torch::MemoryFormat::ChannelsLast);
    const Tiling tiling = cheapestTiling(weights.to(torch::kCPU));
    if (tiling.tiles.empty())
        return result;
    // Seeds stand in a tile alone, not around it: its neighbours carry their own.
    torch::Tensor seeds = cut(weights.unsqueeze(1), tiling);
    torch::Tensor inside = torch::zeros({1, 1, seeds.size(2), seeds.size(3)}, weights.options());
    inside.slice(2, m_around, m_around + tiling.height).slice(3, m_around, m_around + tiling.width).fill_(1);
    seeds = seeds * inside;
    // The classifier is a 1x1 convolution: of its gradient only the class's weights are left.
    torch::Tensor gradient = (seeds * m_layers.back().convolution->weight[classId].view({1, -1, 1, 1}))
                                 .contiguous(torch::MemoryFormat::ChannelsLast);
    for (std::size_t i = m_layers.size() - 1; i-- > 0;) {
        gradient = gradient * cut(m_layers[i].output, tiling).gt(0);
        gradient = convolvedBack(gradient, m_layers[i].convolution);
    }
    for (std::size_t i = 0; i < tiling.tiles.size(); ++i) {
        const Tiling::Tile& tile = tiling.tiles[i];
        const Overlap rows(tile.top, tiling.height, m_around, result.size(2));
        const Overlap columns(tile.left, tiling.width, m_around, result.size(3));
        const torch::Tensor from = gradient.slice(0, static_cast<std::int64_t>(i), static_cast<std::int64_t>(i) + 1);
        columns.inPicture(rows.inPicture(result.slice(0, tile.sample, tile.sample + 1), 2), 3)
            .add_(columns.inTile(rows.inTile(from, 2), 3));
    }
    return result;
}

} // namespace duoscope
