// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <vector>

namespace duoscope {

/// 3×3 convolution followed by batch normalisation and ReLU; depthwise-separable where asked for.
/// Depthwise part and pointwise part each have their own normalisation, as in DeepLabV3+.
torch::nn::Sequential convolutionBlock(int inputs, int outputs, int dilation, bool separable);

/// Atrous spatial pyramid pooling (Chen et al., DeepLabV3+, ECCV 2018) for output stride 16: a 1×1 branch, three
/// separable 3×3 branches dilated by 6, 12 and 18, the picture's mean, and a 1×1 projection.
/// [B, inputs, h, w] → [B, width, h, w].
class AtrousPyramidImpl : public torch::nn::Module {
public:
    AtrousPyramidImpl(int inputs, int width);
    torch::Tensor forward(const torch::Tensor& input);
    /// See DeepLabImpl::foldNormalisation.
    void foldNormalisation();

    /// Its parts, for whoever takes gradients by hand. Outputs of the branches and the enlarged mean, in this order,
    /// are the projection's input; behind every convolution stands a ReLU.
    std::vector<torch::nn::Sequential> branches() const { return {m_local, m_near, m_middle, m_far}; }
    torch::nn::Conv2d mean() const { return m_mean; }
    torch::nn::Sequential project() const { return m_project; }

private:
    torch::nn::Sequential m_local{nullptr};
    torch::nn::Sequential m_near{nullptr};
    torch::nn::Sequential m_middle{nullptr};
    torch::nn::Sequential m_far{nullptr};
    torch::nn::Conv2d m_mean{nullptr};
    torch::nn::Sequential m_project{nullptr};
};
TORCH_MODULE(AtrousPyramid);

} // namespace duoscope
