// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/fold_norm.h"

namespace duoscope {

torch::nn::Conv2d foldedNorm(const torch::nn::Conv2d& convolution, const torch::nn::BatchNorm2d& norm)
{
    const torch::NoGradGuard noGradient;
    // norm(x) = scale·x + shift
    const torch::Tensor scale = norm->weight / torch::sqrt(norm->running_var + norm->options.eps());
    const torch::Tensor shift = norm->bias - scale * norm->running_mean;
    const auto& options = convolution->options;
    torch::nn::Conv2d folded(
        torch::nn::Conv2dOptions(options.in_channels(), options.out_channels(), options.kernel_size())
            .stride(options.stride())
            .padding(options.padding())
            .dilation(options.dilation())
            .groups(options.groups()));
    folded->weight.copy_(convolution->weight * scale.view({-1, 1, 1, 1}));
    folded->bias.copy_(convolution->bias.defined() ? scale * convolution->bias + shift : shift);
    folded->eval();
    return folded;
}

torch::nn::Sequential withoutNorms(const torch::nn::Sequential& layers)
{
    torch::nn::Sequential result;
    std::shared_ptr<torch::nn::Conv2dImpl> waiting; // whether a normalisation follows is seen at the next layer
    const auto flush = [&] {
        if (waiting)
            result->push_back(std::move(waiting));
        waiting = nullptr;
    };
    for (const std::shared_ptr<torch::nn::Module>& layer : layers->children()) {
        if (const auto norm = std::dynamic_pointer_cast<torch::nn::BatchNorm2dImpl>(layer)) {
            TORCH_CHECK(waiting, "a normalisation without a convolution before it");
            waiting = foldedNorm(torch::nn::Conv2d(waiting), torch::nn::BatchNorm2d(norm)).ptr();
        } else if (const auto convolution = std::dynamic_pointer_cast<torch::nn::Conv2dImpl>(layer)) {
            flush();
            waiting = convolution;
        } else {
            flush();
            const auto relu = std::dynamic_pointer_cast<torch::nn::ReLUImpl>(layer);
            TORCH_CHECK(relu, "a layer that cannot be folded");
            result->push_back(relu);
        }
    }
    flush();
    return result;
}

std::vector<torch::nn::Conv2d> convolutionsOf(const torch::nn::Sequential& layers)
{
    std::vector<torch::nn::Conv2d> convolutions;
    for (const std::shared_ptr<torch::nn::Module>& layer : layers->children())
        if (const auto convolution = std::dynamic_pointer_cast<torch::nn::Conv2dImpl>(layer))
            convolutions.emplace_back(convolution);
    return convolutions;
}

} // namespace duoscope
