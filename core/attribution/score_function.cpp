// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/score_function.h"

#include "core/base/job.h"

namespace duoscope {

ScoreGradient scoreGradient(const ScoreFunction& scores, const torch::Tensor& gathered, const torch::Tensor& image,
                            const std::stop_token& stop)
{
    throwIfStopped(stop);
    const torch::AutoGradMode withGradient(true);
    const torch::Tensor input = image.detach().clone().requires_grad_(true);
    const torch::Tensor score = (gathered * scores.coarse(input)).sum({1, 2, 3});
    throwIfStopped(stop);
    const torch::Tensor gradient = torch::autograd::grad({score.sum()}, {input})[0];
    return {score.detach(), gradient};
}

} // namespace duoscope
