// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/fusion_loss.h"

namespace duoscope {

torch::Tensor sobelMagnitude(const torch::Tensor& image)
{
    const torch::Tensor across =
        torch::tensor({-1.F, 0.F, 1.F, -2.F, 0.F, 2.F, -1.F, 0.F, 1.F}, image.options()).view({1, 1, 3, 3});
    const torch::Tensor both = torch::cat({across, across.transpose(2, 3)});
    return torch::conv2d(image, both, {}, 1, 1).abs().sum(1, true);
}

FusionLoss fusionLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible,
                      const torch::Tensor& infraredWeight, bool squaredWeights)
{
    const torch::Tensor visibleWeight = 1 - infraredWeight;
    const torch::Tensor w1 = squaredWeights ? infraredWeight * infraredWeight : infraredWeight;
    const torch::Tensor w2 = squaredWeights ? visibleWeight * visibleWeight : visibleWeight;
    const torch::Tensor strongest = torch::maximum(sobelMagnitude(infrared), sobelMagnitude(visible));
    return {(w1 * (fused - infrared).square() + w2 * (fused - visible).square()).mean(),
            (sobelMagnitude(fused) - strongest).abs().mean()};
}

} // namespace duoscope
