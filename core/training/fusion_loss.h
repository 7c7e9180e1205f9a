// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>
#include <string_view>

namespace duoscope {

/// What of a gradient L_grad compares.
enum class GradientForm {
    Magnitude, ///< mean | |∇f| − max(|∇ir|, |∇vi|) |, equation 17: any edge of the right strength will do
    Vector,    ///< mean |∇f − ∇s|, s the source with the larger |∇| at the pixel (ours): its sign counts, too
};

std::string toString(GradientForm form);
/// "magnitude" or "vector"; else throws Error(Usage).
GradientForm parseGradientForm(std::string_view text);

/// The parts of the loss that judge the fused picture; 0-dimensional tensors.
struct FusionLoss {
    torch::Tensor intensity; ///< L_int = mean(w1 (f − ir)² + w2 (f − vi)²), equation 17
    torch::Tensor gradient;  ///< L_grad as GradientForm says
};

/// All [B, 1, H, W]; w2 = 1 − w1.
/// @param squaredWeights  w1² and w2² in L_int, as the released code has it
/// @param gradientGain    how many times the sources' gradient L_grad asks for; 1 as the paper (ours)
/// @param importance      what each pixel counts in L_int, [B, 1, H, W]; undefined: 1, as the paper
FusionLoss fusionLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible,
                      const torch::Tensor& infraredWeight, bool squaredWeights,
                      GradientForm form = GradientForm::Magnitude, double gradientGain = 1.0,
                      const torch::Tensor& importance = {});

/// What each pixel counts where small classes shall count as much as large ones: 1 − balance + balance · N / (n N_c),
/// N_c of the batch's N pixels being of the pixel's class c, one of n that are there; no more than 10 times a pixel of
/// the paper (ours). The mean is 1 where nothing is limited.
/// @param regions  class ids, int64 [B, H, W]
/// @param balance  0: all pixels alike … 1: all classes alike
/// @return [B, 1, H, W]
torch::Tensor classImportance(const torch::Tensor& regions, int classes, double balance);

/// 1 − ½ (SSIM(f, ir) + SSIM(f, vi)), the mean over pixels and samples, in [0, 1] or little more. SSIM of Wang, Bovik,
/// Sheikh and Simoncelli, "Image Quality Assessment", 2004, with its 11×11 Gaussian window of σ = 1.5, inside the
/// border alone: pictures need 11 pixels at least.
torch::Tensor structureLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible);

/// 1 − ½ (VIF(ir, f) + VIF(vi, f)), the mean over samples; below 0 where f is clearer than its sources. VIF in the
/// pixel domain with four scales, of Sheikh and Bovik, "Image Information and Visual Quality", 2006, as
/// visualInformationFidelity() measures it, but for flat sources. Pictures need 41 pixels at least.
torch::Tensor fidelityLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible);

/// |∇| of equation 17: |Sx| + |Sy| with 3×3 Sobel operators and zeros beyond the border. [B, 1, H, W].
torch::Tensor sobelMagnitude(const torch::Tensor& image);

} // namespace duoscope
