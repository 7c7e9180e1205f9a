// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

namespace F = torch::nn::functional;

/// [H, W] through a curve given at equally spaced points of [0, 1].
torch::Tensor throughCurve(const torch::Tensor& image, const std::vector<float>& points)
{
    const auto last = static_cast<std::int64_t>(points.size()) - 1;
    const torch::Tensor curve = torch::tensor(points);
    const torch::Tensor position = image.clamp(0, 1) * last;
    const torch::Tensor below = position.floor().clamp_max(last - 1).to(torch::kInt64);
    const torch::Tensor part = position - below;
    return curve.index({below}) * (1 - part) + curve.index({below + 1}) * part;
}

torch::Tensor toneCurve(const torch::Tensor& image, Random& random)
{
    std::vector<float> points(6);
    float height = 0;
    for (float& point : points) {
        point = height;
        height += static_cast<float>(random.between(0.1, 1.0));
    }
    for (float& point : points)
        point /= points.back() > 0 ? points.back() : 1;
    points.back() = 1;
    return throughCurve(image, points);
}

torch::Tensor blurred(const torch::Tensor& image, double sigma)
{
    const int radius = std::max(1, static_cast<int>(std::ceil(2.5 * sigma)));
    std::vector<float> weights;
    for (int i = -radius; i <= radius; ++i)
        weights.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma))));
    torch::Tensor kernel = torch::tensor(weights);
    kernel = kernel / kernel.sum();
    const torch::Tensor padded = F::pad(image.unsqueeze(0).unsqueeze(0),
                                        F::PadFuncOptions({radius, radius, radius, radius}).mode(torch::kReflect));
    const torch::Tensor rows = torch::conv2d(padded, kernel.view({1, 1, 1, -1}));
    return torch::conv2d(rows, kernel.view({1, 1, -1, 1})).squeeze(0).squeeze(0);
}

/// Gives each class's region a brightness and a contrast of its own.
torch::Tensor shadeClasses(const torch::Tensor& image, const torch::Tensor& label, Random& random)
{
    constexpr int kLabels = 256;
    std::vector<float> gain(kLabels);
    std::vector<float> level(kLabels);
    for (int c = 0; c < kLabels; ++c) {
        gain[c] = static_cast<float>(random.between(0.3, 1.2));
        level[c] = static_cast<float>(random.between(0.1, 0.9));
    }
    const torch::Tensor flat = label.flatten();
    const torch::Tensor counts = torch::bincount(flat, {}, kLabels).clamp_min(1);
    const torch::Tensor means = torch::bincount(flat, image.flatten(), kLabels) / counts;
    const torch::Tensor centre = blurred(means.index({label}).to(torch::kFloat32), 0.7);
    const torch::Tensor target = blurred(torch::tensor(level).index({label}), 0.7);
    return target + torch::tensor(gain).index({label}) * (image - centre);
}

} // namespace

CropWindow drawWindow(const PackedSample& sample, int crop, double minimumScale, double maximumScale, int wanted,
                      Random& random)
{
    const double scale = minimumScale * std::pow(maximumScale / minimumScale, random.unit());
    CropWindow window;
    window.side = std::clamp<std::int64_t>(std::llround(crop / scale), 1, std::min(sample.height(), sample.width()));
    const std::int64_t freeRows = sample.height() - window.side + 1;
    const std::int64_t freeColumns = sample.width() - window.side + 1;
    window.top = random.below(freeRows);
    window.left = random.below(freeColumns);
    window.mirrored = random.chance(0.5);
    if (wanted < 0 || !sample.label.defined())
        return window;
    const torch::Tensor places = (sample.label == wanted).nonzero();
    if (places.size(0) == 0)
        return window;
    const torch::Tensor place = places[random.below(places.size(0))];
    const auto around = [&](std::int64_t centre, std::int64_t free) {
        return std::clamp<std::int64_t>(centre - std::llround(window.side * random.between(0.2, 0.8)), 0, free - 1);
    };
    window.top = around(place[0].item<std::int64_t>(), freeRows);
    window.left = around(place[1].item<std::int64_t>(), freeColumns);
    return window;
}

torch::Tensor cropImage(const torch::Tensor& plane, const CropWindow& window, int crop)
{
    torch::Tensor image =
        plane.narrow(0, window.top, window.side).narrow(1, window.left, window.side).to(torch::kFloat32) / 255;
    if (window.side != crop)
        image = torch::_upsample_bilinear2d_aa(image.unsqueeze(0).unsqueeze(0), {crop, crop}, false)
                    .squeeze(0)
                    .squeeze(0)
                    .clamp(0, 1);
    return window.mirrored ? image.flip(1) : image;
}

torch::Tensor cropLabel(const torch::Tensor& plane, const CropWindow& window, int crop)
{
    const torch::Tensor index =
        ((torch::arange(crop, torch::kFloat64) + 0.5) * (static_cast<double>(window.side) / crop))
            .floor()
            .to(torch::kInt64);
    const torch::Tensor label =
        plane.index_select(0, index + window.top).index_select(1, index + window.left).to(torch::kInt64);
    return window.mirrored ? label.flip(1) : label;
}

torch::Tensor changeTones(const torch::Tensor& image, const torch::Tensor& label, const AugmentationOptions& options,
                          Random& random)
{
    torch::Tensor result = image;
    if (random.chance(options.classShading) && label.defined())
        result = shadeClasses(result, label, random);
    if (random.chance(options.toneCurve))
        result = toneCurve(result, random);
    if (random.chance(options.contrast)) {
        result = result.clamp(1e-4, 1).pow(std::exp(random.between(-0.6, 0.6)));
        const torch::Tensor mean = result.mean();
        const double gain = random.between(0.5, 1.5); // one after the other, or the compiler chooses the order
        const double shift = random.between(-0.2, 0.2);
        result = mean + (result - mean) * gain + shift;
    }
    if (random.chance(options.inversion))
        result = 1 - result;
    if (random.chance(options.blur))
        result = blurred(result, random.between(0.4, 1.5));
    if (random.chance(options.noise)) {
        torch::Generator generator = torch::make_generator<torch::CPUGeneratorImpl>(random.next());
        result = result + torch::randn(result.sizes(), generator, torch::kFloat32) * random.between(0.0, 0.06);
    }
    return result.clamp(0, 1);
}

} // namespace duoscope
