// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"

#include <opencv2/core/mat.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// What of a trace a pane can show.
enum class LayerKind {
    Infrared,
    Visible, ///< in colour where the file has colour
    Fused,   ///< f_k
    FusedColour,
    InfraredWeight,
    VisibleWeight,
    Attention,    ///< A^(k)
    Change,       ///< f_k − f_{k−1}
    DataGradient, ///< ∇ of the data term, for stage k
    Regions,      ///< classes that the weights belong to
    SegmentationInfrared,
    SegmentationVisible,
    SegmentationFused,
    ResultAttribution, ///< which pixels of the final image raised its segmentation score; see ScoreAttribution
    Extra,             ///< one of FusionTrace::extras, by its name
};

/// All kinds but Extra, which has a menu of its own, in the order of menus.
const std::vector<LayerKind>& layerKinds();
/// As settings and files call it: "infrared-weight". The inverse is empty for other names.
std::string layerKindName(LayerKind kind);
std::optional<LayerKind> parseLayerKind(const std::string& name);
bool hasStages(LayerKind kind);

/// One layer of one result.
struct LayerSource {
    LayerKind kind = LayerKind::Fused;
    int stage = -1;         ///< k; -1: the stage that is being looked at
    std::string method;     ///< key of the result, see Session::resultKeys(); empty: the one being looked at
    std::string extra = {}; ///< name of an extra layer; empty for all other kinds

    bool operator==(const LayerSource&) const = default;
};

/// What a pane shows: a layer, or the difference of two.
struct Layer {
    LayerSource first;
    std::optional<LayerSource> minus; ///< the difference first − minus
    bool absolute = false;            ///< of the difference

    bool operator==(const Layer&) const = default;
};

/// Names of the colour maps; see colour_map.h.
enum class ColourMapName { Gray, BlackHot, Iron, Viridis, Magma, BlueWhiteRed };

enum class PictureForm {
    Scalar, ///< values CV_32FC1
    Colour, ///< values CV_32FC1 (luma, for reading) and colour CV_32FC3
    Labels, ///< labels CV_32SC1
};

/// LayerPicture::stage of methods that have no stages: their one picture is no f_0.
constexpr int kWithoutStages = -2;

/// Why there is nothing to show; views have a sentence for each.
enum class NoPicture {
    None,
    NotComputed,
    NoPreviousStage,
    AttentionStartsLater,
    NotOfThisMethod,
    SizesDiffer,
    BeingComputed, ///< of what views ask for, beside a fusion
    Stopped,       ///< likewise, until it is asked for anew
    Failed,        ///< likewise; LayerPicture::problem says why
    NoModel,       ///< that could see anything
    LeftOut,       ///< the picture is so large that the trace does not hold it
    ClassAbsent,   ///< the selected class is not in the image
};

/// A layer's pixels and how they are best shown. Matrices are shared with the trace: not to be written to.
struct LayerPicture {
    PictureForm form = PictureForm::Scalar;
    cv::Mat values; ///< CV_32FC1; empty for labels
    cv::Mat colour; ///< CV_32FC3, BGR in [0,1]; empty but for Colour
    cv::Mat labels; ///< CV_32SC1; empty but for Labels
    std::shared_ptr<const ClassSet>
        classes;     ///< of labels their classes, of an attribution those it may be of; else null
    double low = 0;  ///< natural range
    double high = 1; ///< likewise
    bool isSigned = false;
    double naturalClip = 0;   ///< percent of the values that a range of the values leaves out at either end: where few
                              ///< pixels outshine all others; views say so
    bool naturalRange = true; ///< low and high are known beforehand; else they are of the values
    ColourMapName map = ColourMapName::Gray;
    const char* unit = ""; ///< English, for translation in the context "Layer"
    int stage = -1;        ///< k of a layer with stages; kWithoutStages where the method has none
    NoPicture missing = NoPicture::None;
    std::string problem; ///< why it failed, a sentence; empty but for NoPicture::Failed

    bool isEmpty() const { return missing != NoPicture::None; }
    cv::Size size() const { return form == PictureForm::Labels ? labels.size() : values.size(); }
};

/// @param stage  that is being looked at, for layers that follow it
LayerPicture resolveLayer(const FusionTrace& trace, const LayerSource& source, int stage);
/// What a model sees in an image, as a layer.
/// @param ids  CV_32SC1
LayerPicture labelPicture(const cv::Mat& ids, std::shared_ptr<const ClassSet> classes);
/// Integrated gradients or another attribution of a score, as a layer.
/// @param values  CV_32FC1, score per pixel
LayerPicture attributionPicture(const cv::Mat& values);
/// Nothing, and why.
LayerPicture missingPicture(NoPicture why);
/// first − minus; colours are compared by their luma. Labels differ by 1 or not at all.
LayerPicture difference(const LayerPicture& first, const LayerPicture& minus, bool absolute);

} // namespace duoscope
