// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/fusion_loss.h"

#include "core/base/error.h"

namespace duoscope {
namespace {

constexpr int kWindow = 11; // of SSIM, pixels
constexpr double kWindowSigma = 1.5;
constexpr double kLuminance = 1e-4;   // C1 = (0.01 L)², L = 1
constexpr double kContrast = 9e-4;    // C2 = (0.03 L)²
constexpr double kSeeingNoise = 2;    // of VIF, for values in 0..255
constexpr double kTiny = 0.01;        // of their variance: below it, float rounds
constexpr double kMostImportant = 10; // times a pixel of the paper's L_int

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

/// Rows of a Gaussian window, one for each place inside: [length − window + 1, length].
torch::Tensor windowRows(std::int64_t length, int window, double sigma, const torch::TensorOptions& options)
{
    const torch::Tensor place = torch::arange(length, options);
    const torch::Tensor start = torch::arange(length - window + 1, options).unsqueeze(1);
    const torch::Tensor offset = place - start; // inside the window: 0 … window − 1
    const int middle = window / 2;
    const torch::Tensor weight =
        torch::exp(-(offset - middle).square() / (2 * sigma * sigma)) * ((offset >= 0) & (offset < window));
    return weight / weight.sum(1, true);
}

/// Means over Gaussian windows, at the places where they lie inside. As matrix products, because variances are small
/// differences of such means: convolutions on a GPU may round to ten bits (TF32).
torch::Tensor windowMean(const torch::Tensor& image, int window, double sigma, int stride = 1)
{
    const torch::Tensor down = windowRows(image.size(2), window, sigma, image.options()).slice(0, 0, {}, stride);
    const torch::Tensor across = windowRows(image.size(3), window, sigma, image.options()).slice(0, 0, {}, stride);
    return torch::matmul(torch::matmul(down, image), across.t());
}

/// Moments of each source's windows and the fused picture's, both sources beside each other in the batch.
struct Moments {
    torch::Tensor mean, variance;             ///< of the fused picture, [2B, 1, h, w]
    torch::Tensor sourceMean, sourceVariance; ///< likewise
    torch::Tensor covariance;
};

Moments momentsOf(const torch::Tensor& fused, const torch::Tensor& sources, int window, double sigma)
{
    const std::int64_t count = fused.size(0);
    const torch::Tensor means =
        windowMean(torch::cat({fused, fused.square(), sources, sources.square(), sources * fused.repeat({2, 1, 1, 1})}),
                   window, sigma);
    const auto part = [&](std::int64_t first, std::int64_t size) {
        return means.narrow(0, first * count, size * count);
    };
    Moments moments;
    moments.mean = part(0, 1).repeat({2, 1, 1, 1});
    moments.variance = part(1, 1).repeat({2, 1, 1, 1}) - moments.mean.square();
    moments.sourceMean = part(2, 2);
    moments.sourceVariance = part(4, 2) - moments.sourceMean.square();
    moments.covariance = part(6, 2) - moments.mean * moments.sourceMean;
    return moments;
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
                      const torch::Tensor& infraredWeight, bool squaredWeights, GradientForm form, double gradientGain,
                      const torch::Tensor& importance)
{
    const torch::Tensor visibleWeight = 1 - infraredWeight;
    const torch::Tensor w1 = squaredWeights ? infraredWeight * infraredWeight : infraredWeight;
    const torch::Tensor w2 = squaredWeights ? visibleWeight * visibleWeight : visibleWeight;
    const torch::Tensor apart = w1 * (fused - infrared).square() + w2 * (fused - visible).square();
    return {(importance.defined() ? importance * apart : apart).mean(),
            gradientLoss(fused, infrared, visible, form, gradientGain)};
}

torch::Tensor classImportance(const torch::Tensor& regions, int classes, double balance)
{
    const torch::Tensor counts = torch::bincount(regions.flatten(), {}, classes).to(torch::kFloat32);
    const torch::Tensor share = counts / counts.sum();
    const torch::Tensor alike = 1 / ((counts > 0).sum() * share.clamp_min(1e-9));
    const torch::Tensor ofClass = (1 - balance + balance * alike).clamp_max(kMostImportant);
    return ofClass.index({regions}).unsqueeze(1);
}

torch::Tensor structureLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible)
{
    const Moments m = momentsOf(fused, torch::cat({infrared, visible}), kWindow, kWindowSigma);
    const torch::Tensor similarity =
        (2 * m.mean * m.sourceMean + kLuminance) * (2 * m.covariance + kContrast) /
        ((m.mean.square() + m.sourceMean.square() + kLuminance) * (m.variance + m.sourceVariance + kContrast));
    return 1 - similarity.mean();
}

torch::Tensor fidelityLoss(const torch::Tensor& fused, const torch::Tensor& infrared, const torch::Tensor& visible)
{
    // Variances do not know the mean; about the middle of the range they round less.
    torch::Tensor own = 255 * (fused - 0.5);
    torch::Tensor sources = 255 * (torch::cat({infrared, visible}) - 0.5);
    torch::Tensor kept, all; // [2B]
    for (const int window : {17, 9, 5, 3}) {
        const double sigma = window / 5.0;
        if (kept.defined()) {
            own = windowMean(own, window, sigma, 2);
            sources = windowMean(sources, window, sigma, 2);
        }
        const Moments m = momentsOf(own, sources, window, sigma);
        const torch::Tensor signal = m.sourceVariance.clamp_min(0);
        const torch::Tensor gain = (m.covariance / (signal + kTiny)).clamp_min(0);
        const torch::Tensor rest = (m.variance - gain * m.covariance).clamp_min(0);
        const torch::Tensor information = torch::log1p(gain.square() * signal / (rest + kSeeingNoise)).sum({1, 2, 3});
        const torch::Tensor whole = torch::log1p(signal / kSeeingNoise).sum({1, 2, 3});
        kept = kept.defined() ? kept + information : information;
        all = all.defined() ? all + whole : whole;
    }
    return 1 - (kept / all.clamp_min(kTiny)).mean();
}

} // namespace duoscope
