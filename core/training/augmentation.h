// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/packed_dataset.h"
#include "core/training/random.h"
#include "core/training/training_options.h"

#include <torch/torch.h>

namespace duoscope {

/// A part of a sample: a window, resampled to a square, perhaps mirrored.
struct CropWindow {
    std::int64_t top = 0;
    std::int64_t left = 0;
    std::int64_t side = 0; ///< of the window in the sample, pixels
    bool mirrored = false;
};

/// Draws a window so that a square of `crop` pixels shows the sample at a scale in [minimumScale, maximumScale], or at
/// the smallest one that fits. Contains a pixel of class `wanted` where that is a class of the sample; -1 for anywhere.
CropWindow drawWindow(const PackedSample& sample, int crop, double minimumScale, double maximumScale, int wanted,
                      Random& random);

/// uint8 [H, W] → float32 [crop, crop] in [0, 1], averaged where it shrinks.
torch::Tensor cropImage(const torch::Tensor& plane, const CropWindow& window, int crop);
/// uint8 [H, W] → int64 [crop, crop], the nearest pixel's label.
torch::Tensor cropLabel(const torch::Tensor& plane, const CropWindow& window, int crop);

/// Changes the tones of a picture in [0, 1], [H, W], at random; the result is in [0, 1] too.
/// @param label  int64 [H, W], for class shading; may be undefined
torch::Tensor changeTones(const torch::Tensor& image, const torch::Tensor& label, const AugmentationOptions& options,
                          Random& random);

} // namespace duoscope
