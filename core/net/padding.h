// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/window.h"

#include <torch/torch.h>

#include <string>

namespace duoscope {

/// What stands beyond the border of a picture.
enum class Padding { Reflect, Replicate, Zeros };

std::string toString(Padding padding);
/// Throws Error(Model).
Padding parsePadding(const std::string& text);

/// A picture [B, C, H, W] with one pixel more on each of these sides, in the picture's memory format; differentiable
/// once. LibTorch's own padding knows only the contiguous format, and copies from and to channels_last took as long as
/// the convolution. Reflection needs two rows and columns.
torch::Tensor padBorder(const torch::Tensor& picture, Padding padding, const Sides& sides = {});

} // namespace duoscope
