// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/deeplab.h"

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/net/fold_norm.h"
#include "core/net/resize.h"

namespace duoscope {
namespace {

constexpr int kShortcutWidth = 48;
constexpr double kReleasedMergeDropout = 0.5; // the dense decoder has twenty times the parameters
constexpr double kDropout = 0.1;
constexpr int kHalvings = 2; // of the low-level features, at which the decoder works

} // namespace

DeepLabOptions DeepLabOptions::released(int classes)
{
    DeepLabOptions options;
    options.classes = classes;
    options.aspp = false;
    options.separableDecoder = false;
    options.scores = ScoreKind::Sigmoid;
    return options;
}

void DeepLabOptions::check() const
{
    const auto refuse = [](const std::string& why) {
        throw Error(ErrorKind::Model, "Cannot build the segmentation network", why, "Check the model's options");
    };
    if (classes < 2 || classes > 1024)
        refuse("it should have 2 to 1024 classes, not " + std::to_string(classes));
    if (width < 8 || width > 512)
        refuse("its decoder should have 8 to 512 channels, not " + std::to_string(width));
    if (reduction < 1 || reduction > 8)
        refuse("its pictures should be reduced 1 to 8 times, not " + std::to_string(reduction) + " times");
}

Metadata DeepLabOptions::toMetadata() const
{
    return {{"segmentation.classes", std::to_string(classes)},
            {"segmentation.aspp", aspp ? "true" : "false"},
            {"segmentation.separable_decoder", separableDecoder ? "true" : "false"},
            {"segmentation.width", std::to_string(width)},
            {"segmentation.reduction", std::to_string(reduction)},
            {"segmentation.scores", scores == ScoreKind::Logits ? "logits" : "sigmoid"}};
}

DeepLabOptions DeepLabOptions::fromMetadata(const Metadata& metadata)
{
    DeepLabOptions options;
    options.classes = metadataInt(metadata, "segmentation.classes");
    options.aspp = metadataBool(metadata, "segmentation.aspp");
    options.separableDecoder = metadataBool(metadata, "segmentation.separable_decoder");
    options.width = metadataInt(metadata, "segmentation.width");
    options.reduction = metadataInt(metadata, "segmentation.reduction");
    const std::string& scores = metadataText(metadata, "segmentation.scores");
    if (scores != "logits" && scores != "sigmoid")
        throw Error(ErrorKind::Model, "Cannot build the segmentation network",
                    "its scores should be logits or sigmoid, not \"" + scores.substr(0, 40) + "\"",
                    "Check the model's options");
    options.scores = scores == "logits" ? ScoreKind::Logits : ScoreKind::Sigmoid;
    options.check();
    return options;
}

DeepLabImpl::DeepLabImpl(const DeepLabOptions& options) : m_options(options)
{
    options.check();
    m_backbone = register_module("backbone", MobileNetV2());
    if (options.aspp)
        m_pyramid = register_module("pyramid", AtrousPyramid(MobileNetV2Impl::kHighWidth, options.width));
    m_shortcut = register_module(
        "shortcut", torch::nn::Sequential(
                        torch::nn::Conv2d(torch::nn::Conv2dOptions(MobileNetV2Impl::kLowWidth, kShortcutWidth, 1)),
                        torch::nn::BatchNorm2d(kShortcutWidth), torch::nn::ReLU()));
    const int high = options.aspp ? options.width : MobileNetV2Impl::kHighWidth;
    m_merge =
        register_module("merge", convolutionBlock(high + kShortcutWidth, options.width, 1, options.separableDecoder));
    m_refine = register_module("refine", convolutionBlock(options.width, options.width, 1, options.separableDecoder));
    m_classify =
        register_module("classify", torch::nn::Conv2d(torch::nn::Conv2dOptions(options.width, options.classes, 1)));
}

BackboneFeatures DeepLabImpl::features(const torch::Tensor& image, const std::stop_token& stop)
{
    return m_backbone->forward(image, stop);
}

torch::Tensor DeepLabImpl::reduced(const torch::Tensor& image) const
{
    const int n = m_options.reduction;
    return n == 1 ? image
                  : torch::avg_pool2d(image, n, n, /* padding */ 0, /* ceil_mode */ true,
                                      /* count_include_pad */ false);
}

std::vector<torch::nn::Conv2d> DeepLabImpl::decoderConvolutions() const
{
    TORCH_CHECK(m_folded, "the decoder's convolutions are asked for where normalisations are folded");
    std::vector<torch::nn::Conv2d> convolutions;
    for (const torch::nn::Sequential& layers : {m_merge, m_refine})
        for (const torch::nn::Conv2d& convolution : convolutionsOf(layers))
            convolutions.push_back(convolution);
    convolutions.push_back(m_classify);
    return convolutions;
}

torch::Tensor DeepLabImpl::decode(const BackboneFeatures& features, const std::stop_token& stop)
{
    const torch::Tensor high = m_pyramid.is_empty() ? features.high : m_pyramid(features.high);
    throwIfStopped(stop);
    torch::Tensor x = torch::cat(
        {resizeBilinear(high, features.low.size(2), features.low.size(3)), m_shortcut->forward(features.low)}, 1);
    x = torch::dropout(m_merge->forward(x), m_options.separableDecoder ? kDropout : kReleasedMergeDropout,
                       is_training());
    throwIfStopped(stop);
    x = torch::dropout(m_refine->forward(x), kDropout, is_training());
    throwIfStopped(stop);
    return m_classify(x);
}

torch::Tensor DeepLabImpl::coarse(const torch::Tensor& image, const std::stop_token& stop)
{
    return decode(features(reduced(image), stop), stop);
}

torch::Tensor DeepLabImpl::enlarged(const torch::Tensor& coarse, std::int64_t height, std::int64_t width) const
{
    return resizeBilinear(coarse, height, width);
}

torch::Tensor DeepLabImpl::gather(const torch::Tensor& weights) const
{
    const auto coarseSide = [this](std::int64_t side) {
        side = (side + m_options.reduction - 1) / m_options.reduction;
        for (int halving = 0; halving < kHalvings; ++halving)
            side = (side + 1) / 2;
        return side;
    };
    return resizeBilinearBack(weights, coarseSide(weights.size(2)), coarseSide(weights.size(3)));
}

void DeepLabImpl::foldNormalisation()
{
    TORCH_CHECK(!is_training(), "normalisations can only be folded in evaluation mode");
    if (m_folded)
        return;
    m_folded = true;
    m_backbone->foldNormalisation();
    if (!m_pyramid.is_empty())
        m_pyramid->foldNormalisation();
    m_shortcut = replace_module("shortcut", withoutNorms(m_shortcut));
    m_merge = replace_module("merge", withoutNorms(m_merge));
    m_refine = replace_module("refine", withoutNorms(m_refine));
}

torch::Tensor DeepLabImpl::forward(const torch::Tensor& image, const std::stop_token& stop)
{
    const torch::Tensor logits = enlarged(coarse(image, stop), image.size(2), image.size(3));
    return m_options.scores == ScoreKind::Sigmoid ? torch::sigmoid(logits) : logits;
}

// Same as argmax, which takes up to eight times as long over the second dimension.
torch::Tensor largestClass(const torch::Tensor& scores) { return std::get<1>(scores.max(1)); }

} // namespace duoscope
