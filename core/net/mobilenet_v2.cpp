// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/mobilenet_v2.h"

#include "core/base/job.h"
#include "core/net/fold_norm.h"

namespace duoscope {
namespace {

torch::nn::Conv2d convolution1x1(int inputs, int outputs)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(inputs, outputs, 1).bias(false));
}

/// ReLU6 in place: neither convolutions nor normalisations need their outputs on the way back.
torch::Tensor activated(torch::Tensor x) { return torch::relu6_(x); }

struct BlockGroup {
    int expansion;
    int outputs;
    int repeats;
    int stride;
};

constexpr BlockGroup kGroups[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                  {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
constexpr int kStemWidth = 32;
constexpr int kOutputStride = 16;
constexpr int kLowBlocks = 3; // up to the low-level features

} // namespace

InvertedResidualImpl::InvertedResidualImpl(int inputs, int outputs, int expansion, int stride, int dilation, bool skip)
    : m_skip(skip)
{
    const int hidden = inputs * expansion;
    if (expansion != 1) {
        m_expand = {register_module("expand", convolution1x1(inputs, hidden)),
                    register_module("expand_norm", torch::nn::BatchNorm2d(hidden))};
    }
    const torch::nn::Conv2dOptions depthwise = torch::nn::Conv2dOptions(hidden, hidden, 3)
                                                   .stride(stride)
                                                   .padding(dilation)
                                                   .dilation(dilation)
                                                   .groups(hidden)
                                                   .bias(false);
    m_depthwise = {register_module("depthwise", torch::nn::Conv2d(depthwise)),
                   register_module("depthwise_norm", torch::nn::BatchNorm2d(hidden))};
    m_project = {register_module("project", convolution1x1(hidden, outputs)),
                 register_module("project_norm", torch::nn::BatchNorm2d(outputs))};
}

torch::Tensor InvertedResidualImpl::Layer::operator()(const torch::Tensor& input)
{
    const torch::Tensor output = convolution(input);
    return norm.is_empty() ? output : norm(output);
}

void InvertedResidualImpl::fold(Layer& layer, const std::string& name)
{
    layer.convolution = replace_module(name, foldedNorm(layer.convolution, layer.norm));
    unregister_module(name + "_norm");
    layer.norm = nullptr;
}

void InvertedResidualImpl::foldNormalisation()
{
    if (!m_expand.convolution.is_empty())
        fold(m_expand, "expand");
    fold(m_depthwise, "depthwise");
    fold(m_project, "project");
}

std::vector<torch::nn::Conv2d> InvertedResidualImpl::convolutions() const
{
    std::vector<torch::nn::Conv2d> all{m_depthwise.convolution, m_project.convolution};
    if (!m_expand.convolution.is_empty())
        all.insert(all.begin(), m_expand.convolution);
    return all;
}

torch::Tensor InvertedResidualImpl::forward(const torch::Tensor& input)
{
    torch::Tensor x = input;
    if (!m_expand.convolution.is_empty())
        x = activated(m_expand(x));
    x = activated(m_depthwise(x));
    x = m_project(x);
    return m_skip ? input + x : x;
}

MobileNetV2Impl::MobileNetV2Impl()
    : m_stem(register_module(
          "stem", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, kStemWidth, 3).stride(2).padding(1).bias(false)))),
      m_stemNorm(register_module("stem_norm", torch::nn::BatchNorm2d(kStemWidth)))
{
    int inputs = kStemWidth;
    int stride = 2;
    int dilation = 1;
    for (const BlockGroup& group : kGroups) {
        for (int repeat = 0; repeat < group.repeats; ++repeat) {
            const int nominalStride = repeat == 0 ? group.stride : 1;
            const bool keepResolution = nominalStride > 1 && stride * nominalStride > kOutputStride;
            const bool skip = nominalStride == 1 && inputs == group.outputs;
            const std::string name = "block" + std::to_string(m_blocks.size() + 1);
            m_blocks.push_back(
                register_module(name, InvertedResidual(inputs, group.outputs, group.expansion,
                                                       keepResolution ? 1 : nominalStride, dilation, skip)));
            if (keepResolution)
                dilation *= nominalStride; // from the next block on, as the removed stride would have acted
            else
                stride *= nominalStride;
            inputs = group.outputs;
        }
    }
}

void MobileNetV2Impl::foldNormalisation()
{
    m_stem = replace_module("stem", foldedNorm(m_stem, m_stemNorm));
    unregister_module("stem_norm");
    m_stemNorm = nullptr;
    for (InvertedResidual& block : m_blocks)
        block->foldNormalisation();
}

torch::Tensor MobileNetV2Impl::throughBlocks(torch::Tensor x, std::size_t begin, std::size_t end,
                                             const std::stop_token& stop)
{
    for (std::size_t i = begin; i < end; ++i) {
        throwIfStopped(stop);
        x = m_blocks[i](x);
    }
    return x;
}

torch::Tensor MobileNetV2Impl::low(const torch::Tensor& image, const std::stop_token& stop)
{
    const torch::Tensor stem = m_stem(image);
    return throughBlocks(activated(m_stemNorm.is_empty() ? stem : m_stemNorm(stem)), 0, kLowBlocks, stop);
}

torch::Tensor MobileNetV2Impl::high(const torch::Tensor& low, const std::stop_token& stop)
{
    return throughBlocks(low, kLowBlocks, m_blocks.size(), stop);
}

BackboneFeatures MobileNetV2Impl::forward(const torch::Tensor& image, const std::stop_token& stop)
{
    const torch::Tensor lowFeatures = low(image, stop);
    return {lowFeatures, high(lowFeatures, stop)};
}

std::vector<InvertedResidual> MobileNetV2Impl::lowBlocks() const
{
    return {m_blocks.begin(), m_blocks.begin() + kLowBlocks};
}

std::vector<InvertedResidual> MobileNetV2Impl::highBlocks() const
{
    return {m_blocks.begin() + kLowBlocks, m_blocks.end()};
}

} // namespace duoscope
