// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

namespace duoscope {

/// What stands beyond the border of a picture.
enum class Padding { Reflect, Replicate, Zeros };

std::string toString(Padding padding);
/// Throws Error(Model).
Padding parsePadding(const std::string& text);

/// Pictures [B, any, H, W] under each other as channels, with one pixel more left and right and, where wanted, above
/// and below, in the first one's memory format; differentiable once. LibTorch's own padding knows only the contiguous
/// format, and copies from and to channels_last took as long as the convolution. Reflection needs two rows and columns.
/// @param type  that of the result; undefined: the first one's. Others than that can't be differentiated.
torch::Tensor padBorder(const std::vector<torch::Tensor>& pictures, Padding padding, bool above = true,
                        bool below = true, torch::ScalarType type = torch::ScalarType::Undefined);

/// padBorder() of max(x, 0) + slope·min(x, 0), in one pass over memory; not differentiable.
torch::Tensor padActivated(const torch::Tensor& picture, double slope, Padding padding, bool above, bool below);

} // namespace duoscope
