// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/class_slopes.h"

#include "core/base/job.h"
#include "core/net/decoder_gradient.h"
#include "core/net/deep_gradient.h"
#include "core/net/shallow_tangent.h"

#include <algorithm>

namespace duoscope {
namespace {

/// Pixels of low-level features, of all classes and samples, that go back together: enough that small pictures aren't a
/// matter of starting layers, few enough that classes of large ones don't add up in memory. More gains no time.
constexpr std::int64_t kFeaturesAtOnce = 16384;

} // namespace

ClassSlopes classSlopesOf(ScoreFunction scores)
{
    return [scores = std::move(scores)](const torch::Tensor& image, const torch::Tensor& direction,
                                        const ClassSums& sums, const TakeClassSlope& take,
                                        const std::stop_token& stop) {
        const torch::AutoGradMode withGradient(true);
        const torch::Tensor input = image.detach().requires_grad_(true);
        const torch::Tensor values = ((scores.coarse(input) * sums.gathered).sum({2, 3}) * sums.factors).sum(0); // [C]
        for (std::size_t i = 0; i < sums.classes.size(); ++i) {
            throwIfStopped(stop);
            const std::int64_t c = sums.classes[i];
            const bool isLast = i + 1 == sums.classes.size();
            const torch::Tensor share =
                torch::autograd::grad({values[c]}, {input}, {}, !isLast)[0] * direction; // of each pixel
            take(c, {(share * sums.masks.slice(1, c, c + 1)).sum({1, 2, 3}), share.sum({1, 2, 3})});
        }
    };
}

ClassSlopes classSlopesOf(DeepLab network)
{
    return [network = std::move(network)](const torch::Tensor& image, const torch::Tensor& direction,
                                          const ClassSums& sums, const TakeClassSlope& take,
                                          const std::stop_token& stop) mutable {
        const torch::NoGradGuard noGradient;
        const ShallowTangent shallow(network->backbone(), network->reduced(image));
        throwIfStopped(stop);
        std::vector<ShallowTangent::Change> changes; // of low-level features, where a class's region changes
        torch::Tensor rest = direction;              // in no wanted class's region
        const torch::Tensor all = torch::zeros_like(shallow.low());
        for (const std::int64_t c : sums.classes) {
            throwIfStopped(stop);
            const torch::Tensor inRegion = direction * sums.masks.slice(1, c, c + 1);
            rest = rest - inRegion;
            changes.push_back(shallow.along(network->reduced(inRegion)));
            changes.back().addTo(all);
        }
        shallow.along(network->reduced(rest)).addTo(all);

        const DeepGradient deep(network, shallow.low(), stop);
        const DecoderGradient decoder(network, deep.decoderInput());
        const bool isSigmoid = network->options().scores == ScoreKind::Sigmoid;
        const auto weightsOf = [&](std::int64_t c) { // of the class's coarse logits, [B, h, w]
            const torch::Tensor factors = sums.factors.slice(1, c, c + 1).view({-1, 1, 1, 1});
            if (!isSigmoid)
                return (sums.gathered.slice(1, c, c + 1) * factors).squeeze(1);
            // y = σ(z), so ∂y/∂z = y(1 − y)
            const torch::Tensor y =
                torch::sigmoid(network->enlarged(decoder.logits().slice(1, c, c + 1), image.size(2), image.size(3)));
            return network->gather(sums.masks.slice(1, c, c + 1) * factors * y * (1 - y)).squeeze(1);
        };
        const torch::Tensor& input = deep.decoderInput();
        const std::int64_t samples = image.size(0);
        const auto atOnce = static_cast<std::size_t>(
            std::max<std::int64_t>(1, kFeaturesAtOnce / (samples * input.size(2) * input.size(3))));
        for (std::size_t begin = 0; begin < sums.classes.size(); begin += atOnce) {
            const std::size_t count = std::min(atOnce, sums.classes.size() - begin);
            // In the contiguous format, which enlarging goes back through fastest.
            const torch::Tensor gradients =
                torch::zeros({static_cast<std::int64_t>(count) * samples, input.size(1), input.size(2), input.size(3)},
                             input.options());
            const std::vector<torch::Tensor> ofClass = gradients.split(samples);
            for (std::size_t i = 0; i < count; ++i) {
                throwIfStopped(stop);
                decoder.addTo(ofClass[i], sums.classes[begin + i], weightsOf(sums.classes[begin + i]));
            }
            const std::vector<torch::Tensor> ofLow = deep.back(gradients, stop).split(samples);
            for (std::size_t i = 0; i < count; ++i)
                take(sums.classes[begin + i], {changes[begin + i].dot(ofLow[i]), (ofLow[i] * all).sum({1, 2, 3})});
        }
    };
}

} // namespace duoscope
