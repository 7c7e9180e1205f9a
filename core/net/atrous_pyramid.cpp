// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/atrous_pyramid.h"

#include "core/net/fold_norm.h"

namespace duoscope {
namespace {

torch::nn::Sequential convolution1x1Block(int inputs, int outputs)
{
    return torch::nn::Sequential(torch::nn::Conv2d(torch::nn::Conv2dOptions(inputs, outputs, 1).bias(false)),
                                 torch::nn::BatchNorm2d(outputs), torch::nn::ReLU());
}

constexpr int kDilationNear = 6;
constexpr int kDilationMiddle = 12;
constexpr int kDilationFar = 18;

} // namespace

torch::nn::Sequential convolutionBlock(int inputs, int outputs, int dilation, bool separable)
{
    const auto options3x3 = torch::nn::Conv2dOptions(inputs, separable ? inputs : outputs, 3)
                                .padding(dilation)
                                .dilation(dilation)
                                .groups(separable ? inputs : 1)
                                .bias(!separable);
    if (!separable)
        return torch::nn::Sequential(torch::nn::Conv2d(options3x3), torch::nn::BatchNorm2d(outputs), torch::nn::ReLU());
    return torch::nn::Sequential(torch::nn::Conv2d(options3x3), torch::nn::BatchNorm2d(inputs), torch::nn::ReLU(),
                                 torch::nn::Conv2d(torch::nn::Conv2dOptions(inputs, outputs, 1).bias(false)),
                                 torch::nn::BatchNorm2d(outputs), torch::nn::ReLU());
}

AtrousPyramidImpl::AtrousPyramidImpl(int inputs, int width)
    : m_local(register_module("local", convolution1x1Block(inputs, width))),
      m_near(register_module("near", convolutionBlock(inputs, width, kDilationNear, true))),
      m_middle(register_module("middle", convolutionBlock(inputs, width, kDilationMiddle, true))),
      m_far(register_module("far", convolutionBlock(inputs, width, kDilationFar, true))),
      // No normalisation here: the mean is one value a picture and channel, too few in a small batch.
      m_mean(register_module("mean", torch::nn::Conv2d(torch::nn::Conv2dOptions(inputs, width, 1)))),
      m_project(register_module("project", convolution1x1Block(5 * width, width)))
{
}

torch::Tensor AtrousPyramidImpl::forward(const torch::Tensor& input)
{
    const torch::Tensor mean = torch::relu(m_mean(input.mean({2, 3}, true)));
    // As its neighbours: else all five would be copied into the contiguous format.
    const torch::Tensor everywhere =
        mean.expand({-1, -1, input.size(2), input.size(3)}).contiguous(input.suggest_memory_format());
    return m_project->forward(torch::cat(
        {m_local->forward(input), m_near->forward(input), m_middle->forward(input), m_far->forward(input), everywhere},
        1));
}

void AtrousPyramidImpl::foldNormalisation()
{
    m_local = replace_module("local", withoutNorms(m_local));
    m_near = replace_module("near", withoutNorms(m_near));
    m_middle = replace_module("middle", withoutNorms(m_middle));
    m_far = replace_module("far", withoutNorms(m_far));
    m_project = replace_module("project", withoutNorms(m_project));
}

} // namespace duoscope
