// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/class_gradients.h"

#include "core/base/job.h"
#include "core/net/decoder_gradient.h"

namespace duoscope {

ClassGradients classGradientsOf(ScoreFunction scores)
{
    return [scores = std::move(scores)](const torch::Tensor& image, const ClassSums& sums,
                                        const TakeClassGradient& take, const std::stop_token& stop) {
        const torch::AutoGradMode withGradient(true);
        const torch::Tensor input = image.detach().requires_grad_(true);
        const torch::Tensor values =
            ((scores.coarse(input) * scores.gathered(sums.masks)).sum({2, 3}) * sums.factors).sum(0); // [C]
        for (std::size_t i = 0; i < sums.classes.size(); ++i) {
            throwIfStopped(stop);
            const bool isLast = i + 1 == sums.classes.size();
            take(sums.classes[i], torch::autograd::grad({values[sums.classes[i]]}, {input}, {}, !isLast)[0]);
        }
    };
}

ClassGradients classGradientsOf(DeepLab network)
{
    return [network = std::move(network)](const torch::Tensor& image, const ClassSums& sums,
                                          const TakeClassGradient& take, const std::stop_token& stop) mutable {
        const torch::AutoGradMode withGradient(true);
        const torch::Tensor input = image.detach().requires_grad_(true);
        const torch::Tensor merged = network->decoderInput(input, stop);
        throwIfStopped(stop);
        const DecoderGradient decoder(network, merged);
        const bool isSigmoid = network->options().scores == ScoreKind::Sigmoid;
        const auto weightsOf = [&](std::int64_t c) { // of the class's coarse logits, [B, h, w]
            const torch::NoGradGuard noGradient;
            torch::Tensor weights = sums.masks.slice(1, c, c + 1) * sums.factors.slice(1, c, c + 1).view({-1, 1, 1, 1});
            if (isSigmoid) { // y = σ(z), so ∂y/∂z = y(1 − y)
                const torch::Tensor y = torch::sigmoid(
                    network->enlarged(decoder.logits().slice(1, c, c + 1), image.size(2), image.size(3)));
                weights = weights * y * (1 - y);
            }
            return network->gather(weights).squeeze(1);
        };
        for (std::size_t i = 0; i < sums.classes.size(); ++i) {
            throwIfStopped(stop);
            const std::int64_t c = sums.classes[i];
            const bool isLast = i + 1 == sums.classes.size();
            take(c, torch::autograd::grad({merged}, {input}, {decoder.of(c, weightsOf(c))}, !isLast)[0]);
        }
    };
}

} // namespace duoscope
