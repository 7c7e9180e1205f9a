// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace duoscope {

/// Gradient of a convolution in its input, [B, outputs, h, w] → [B, inputs, height, width]. The convolution has a
/// square kernel and is padded so that one output comes of each stride.
torch::Tensor convolvedBack(const torch::Tensor& gradient, const torch::nn::Conv2d& convolution, std::int64_t height,
                            std::int64_t width);

/// What stands behind a convolution.
enum class Activation { None, Relu, Relu6 };

/// Convolutions that remember where their activations let changes through, so that gradients can go back any number of
/// times, those of several classes at once. As autograd, to rounding, but autograd goes back class by class and
/// through dilated depthwise convolutions ten times as slowly.
class RecordedLayers {
public:
    /// @param between  behind each convolution but the last
    /// @param behind   behind the last
    RecordedLayers(const std::vector<torch::nn::Conv2d>& convolutions, Activation between, Activation behind);

    /// Channels of the last one's output.
    std::int64_t outputs() const { return m_layers.back().convolution->options.out_channels(); }

    /// [B, any, h, w] → the last layer's output. Remembers.
    torch::Tensor forward(const torch::Tensor& input);

    /// Gradients in the output of what forward() was given last → in its input. Several of each of the B samples, all
    /// samples' first ones first: [K·B, any, h, w].
    torch::Tensor back(torch::Tensor gradient) const;

private:
    struct Layer {
        torch::nn::Conv2d convolution{nullptr};
        Activation activation = Activation::None;
        std::int64_t height = 0, width = 0; ///< of its input
        torch::Tensor output;               ///< behind its activation
    };
    std::vector<Layer> m_layers;
};

} // namespace duoscope
