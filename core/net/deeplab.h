// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/atrous_pyramid.h"
#include "core/net/metadata.h"
#include "core/net/mobilenet_v2.h"

#include <torch/torch.h>

#include <stop_token>
#include <vector>

namespace duoscope {

/// What the class score y of equation 5 is.
enum class ScoreKind {
    Logits,  ///< the classifier's output, any real number
    Sigmoid, ///< its logistic function, in (0,1); what the released code does
};

/// Parts of the segmentation network. Defaults are Duoscope's own; released() is the research code's.
struct DeepLabOptions {
    int classes = 15;             ///< C, 2 … 1024
    bool aspp = true;             ///< atrous spatial pyramid pooling with image pooling on the high-level features
    bool separableDecoder = true; ///< depthwise-separable decoder convolutions instead of full ones
    int width = 256;              ///< channels of the pyramid and the decoder, 8 … 512
    int reduction = 1; ///< n: the picture is averaged over n×n pixels first, which costs n² times less; 1 … 8
    ScoreKind scores = ScoreKind::Logits;

    /// The layout of the released checkpoints: no ASPP, full decoder, sigmoid.
    static DeepLabOptions released(int classes = 15);

    /// Throws Error(Model) where a value is out of its range.
    void check() const;
    Metadata toMetadata() const;
    static DeepLabOptions fromMetadata(const Metadata& metadata);
};

/// DeepLabV3+ (Chen et al., ECCV 2018) on MobileNetV2, for one-channel pictures in [0,1] of any size.
class DeepLabImpl : public torch::nn::Module {
public:
    explicit DeepLabImpl(const DeepLabOptions& options);

    const DeepLabOptions& options() const { return m_options; }

    /// Class scores y, [B, 1, H, W] → [B, C, H, W]: logits or sigmoid as the options say.
    /// Throws Cancelled between its layers.
    torch::Tensor forward(const torch::Tensor& image, const std::stop_token& stop = {});

    /// Logits before they are enlarged to the picture's size: [B, 1, H, W] → [B, C, h, w].
    torch::Tensor coarse(const torch::Tensor& image, const std::stop_token& stop = {});
    /// The transpose of that enlarging: weights of logits at every pixel → weights of coarse logits, so that the
    /// weighted sums are the same. [B, C, H, W] → [B, C, h, w].
    torch::Tensor gather(const torch::Tensor& weights) const;

    /// The coarse logits at every pixel, before a sigmoid: [B, C, h, w] → [B, C, height, width].
    torch::Tensor enlarged(const torch::Tensor& coarse, std::int64_t height, std::int64_t width) const;

    /// The picture that the encoder sees: means of reduction × reduction pixels, of fewer at the far borders.
    torch::Tensor reduced(const torch::Tensor& image) const;
    MobileNetV2 backbone() const { return m_backbone; }
    /// Parts of the decoder, for whoever takes gradients by hand. Its input is the pyramid's features (the encoder's
    /// without one), enlarged to the size of the low-level ones, and what the shortcut makes of those.
    AtrousPyramid pyramid() const { return m_pyramid; }
    torch::nn::Sequential shortcut() const { return m_shortcut; }
    /// From that input to the logits; all but the last are followed by ReLU. Only where normalisations are folded.
    std::vector<torch::nn::Conv2d> decoderConvolutions() const;

    /// Takes all normalisations into the convolutions before them: the same function to rounding, for less. Evaluation
    /// mode only; the network can't be trained or written any more.
    void foldNormalisation();
    bool isFolded() const { return m_folded; }

    /// The encoder alone.
    BackboneFeatures features(const torch::Tensor& image, const std::stop_token& stop = {});
    /// The decoder alone: logits at a quarter of the picture's size, [B, C, ⌈H/4⌉, ⌈W/4⌉].
    torch::Tensor decode(const BackboneFeatures& features, const std::stop_token& stop = {});

private:
    DeepLabOptions m_options;
    bool m_folded = false;
    MobileNetV2 m_backbone{nullptr};
    AtrousPyramid m_pyramid{nullptr}; ///< empty without ASPP
    torch::nn::Sequential m_shortcut{nullptr};
    torch::nn::Sequential m_merge{nullptr};
    torch::nn::Sequential m_refine{nullptr};
    torch::nn::Conv2d m_classify{nullptr};
};
TORCH_MODULE(DeepLab);

/// The class of the largest score at every pixel, the first of equals: [B, C, H, W] → [B, H, W], int64.
torch::Tensor largestClass(const torch::Tensor& scores);

} // namespace duoscope
