// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <vector>

namespace duoscope {

/// One convolution that does what a convolution and the normalisation after it do in evaluation mode.
torch::nn::Conv2d foldedNorm(const torch::nn::Conv2d& convolution, const torch::nn::BatchNorm2d& norm);

/// The same layers, with each normalisation that follows a convolution taken into that. Layers other than
/// convolutions, normalisations and ReLU are not expected.
torch::nn::Sequential withoutNorms(const torch::nn::Sequential& layers);

/// The convolutions among layers, from first to last.
std::vector<torch::nn::Conv2d> convolutionsOf(const torch::nn::Sequential& layers);

} // namespace duoscope
