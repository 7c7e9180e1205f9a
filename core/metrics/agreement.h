// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "core/metrics/metric_value.h"

namespace duoscope {

/// CC = (r(A,F) + r(B,F)) / 2, r being Pearson's correlation over all pixels. -1..1.
/// Undefined where one of the three images has one value everywhere. Shah, Merchant and Desai, SIViP 2013.
MetricValue correlation(const MetricImages& images);

/// SCD = r(A, F-B) + r(B, F-A), the sum of the correlations of differences. -2..2.
/// Undefined where a source, or a difference image, has one value everywhere: as where the fused image is a source.
/// Aslantas and Bendes, AEU 2015.
MetricValue sumOfCorrelationsOfDifferences(const MetricImages& images);

/// MSE = (mean (A-F)² + mean (B-F)²) / 2. Paper: squared gray levels, 0..65025. Toolbox: of images in 0..1, 0..1.
MetricValue meanSquaredError(const MetricImages& images, MetricConvention convention);

/// PSNR, in dB. Paper: 10 log10(max(F)² / MSE), with the highest level that occurs in F; undefined where the three
/// images are black. Toolbox: 20 log10(255 / sqrt(MSE)) of images in 0..1, which is 48.13 dB more than usual.
/// Infinite where F is both sources; minus infinity (Paper) where F alone is black.
MetricValue peakSignalToNoiseRatio(const MetricImages& images, MetricConvention convention);

} // namespace duoscope
