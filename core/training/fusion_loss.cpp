// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/fusion_loss.h"

#include "core/base/error.h"

namespace duoscope {
namespace {

constexpr int kWindow = 11; // of SSIM, pixels
constexpr double kWindowSigma = 1.5;
constexpr double kLuminance = 1e-4; // C1 = (0.01 L)², L = 1
constexpr double kContrast = 9e-4;  // C2 = (0.03 L)²

/// [B, 1, H, W] → Sx, Sy in two channels.
torch::Tensor sobelVector(const torch::Tensor& image)
{
    const torch::Tensor across =
        torch::tensor({-1.F, 0.F, 1.F, -2.F, 0.F, 2.F, -1.F, 0.F, 1.F}, image.options()).view({1, 1, 3, 3});
    return torch::conv2d(image, torch::cat({across, across.transpose(2, 3)}), {}, 1, 1);
}

torch::Tensor strength(const torch::Tensor& vector) { return vector.abs().sum(1, true); }

torch::Tensor gradientLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible,
                           GradientForm form, double gain)
{
    const torch::Tensor first = gain * sobelVector(infrared);
    const torch::Tensor second = gain * sobelVector(visible);
    const torch::Tensor own = sobelVector(fused);
    if (form == GradientForm::Magnitude)
        return (strength(own) - torch::maximum(strength(first), strength(second))).abs().mean();
    const torch::Tensor wanted = torch::where(strength(first) > strength(second), first, second);
    return strength(own - wanted).mean();
}

torch::Tensor windowMean(const torch::Tensor& image)
{
    torch::Tensor profile = torch::arange(kWindow, image.options()) - kWindow / 2;
    profile = torch::exp(-profile.square() / (2 * kWindowSigma * kWindowSigma));
    profile = profile / profile.sum();
    return torch::conv2d(torch::conv2d(image, profile.view({1, 1, 1, kWindow})), profile.view({1, 1, kWindow, 1}));
}

} // namespace

std::string toString(GradientForm form) { return form == GradientForm::Magnitude ? "magnitude" : "vector"; }

GradientForm parseGradientForm(std::string_view text)
{
    for (const GradientForm form : {GradientForm::Magnitude, GradientForm::Vector})
        if (text == toString(form))
            return form;
    throw Error(ErrorKind::Usage, "Unknown form of L_grad \"" + std::string(text) + "\"",
                "there are magnitude and vector", "Choose one of the two");
}

torch::Tensor sobelMagnitude(const torch::Tensor& image) { return strength(sobelVector(image)); }

FusionLoss fusionLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible,
                      const torch::Tensor& infraredWeight, bool squaredWeights, GradientForm form, double gradientGain)
{
    const torch::Tensor visibleWeight = 1 - infraredWeight;
    const torch::Tensor w1 = squaredWeights ? infraredWeight * infraredWeight : infraredWeight;
    const torch::Tensor w2 = squaredWeights ? visibleWeight * visibleWeight : visibleWeight;
    return {(w1 * (fused - infrared).square() + w2 * (fused - visible).square()).mean(),
            gradientLoss(fused, infrared, visible, form, gradientGain)};
}

torch::Tensor structureLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible)
{
    // The two sources beside each other in the batch: one pass of each filter.
    const torch::Tensor both = torch::cat({infrared, visible});
    const torch::Tensor mean = windowMean(fused).repeat({2, 1, 1, 1});
    const torch::Tensor variance = windowMean(fused.square()).repeat({2, 1, 1, 1}) - mean.square();
    const torch::Tensor otherMean = windowMean(both);
    const torch::Tensor otherVariance = windowMean(both.square()) - otherMean.square();
    const torch::Tensor covariance = windowMean(both * fused.repeat({2, 1, 1, 1})) - mean * otherMean;
    const torch::Tensor similarity =
        (2 * mean * otherMean + kLuminance) * (2 * covariance + kContrast) /
        ((mean.square() + otherMean.square() + kLuminance) * (variance + otherVariance + kContrast));
    return 1 - similarity.mean();
}

} // namespace duoscope
