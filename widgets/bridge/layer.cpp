// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/layer.h"

#include "core/image/colour.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace duoscope {
namespace {

constexpr std::array<std::pair<LayerKind, const char*>, 15> kNames{{
    {LayerKind::Infrared, "infrared"},
    {LayerKind::Visible, "visible"},
    {LayerKind::Fused, "fused"},
    {LayerKind::FusedColour, "fused-colour"},
    {LayerKind::InfraredWeight, "infrared-weight"},
    {LayerKind::VisibleWeight, "visible-weight"},
    {LayerKind::Attention, "attention"},
    {LayerKind::Change, "change"},
    {LayerKind::DataGradient, "data-gradient"},
    {LayerKind::Regions, "regions"},
    {LayerKind::SegmentationInfrared, "segmentation-infrared"},
    {LayerKind::SegmentationVisible, "segmentation-visible"},
    {LayerKind::SegmentationFused, "segmentation-fused"},
    {LayerKind::ResultAttribution, "result-attribution"},
    {LayerKind::Extra, "extra"},
}};

constexpr const char* kScorePerPixel = "score per pixel"; // translated by layer_text.cpp

LayerPicture gray(const cv::Mat& values)
{
    LayerPicture picture;
    picture.values = values;
    return picture;
}

LayerPicture inColour(const cv::Mat& luma, const cv::Mat& chroma)
{
    LayerPicture picture;
    picture.form = PictureForm::Colour;
    picture.values = luma;
    picture.colour = toColour(luma, chroma);
    return picture;
}

LayerPicture source(const SourceImage& image)
{
    return image.isGray() ? gray(image.luminance) : inColour(image.luminance, image.chroma);
}

/// f_k with the chroma of the sources.
LayerPicture fusedInColour(const FusionTrace& trace, const cv::Mat& fused)
{
    const cv::Mat& infrared = trace.pair.infrared.chroma;
    const cv::Mat& visible = trace.pair.visible.chroma;
    if (infrared.empty() && visible.empty())
        return gray(fused);
    if (infrared.empty() || visible.empty())
        return inColour(fused, infrared.empty() ? visible : infrared);
    return inColour(fused, mergeChroma(infrared, visible));
}

LayerPicture weights(const cv::Mat& values)
{
    LayerPicture picture = gray(values);
    picture.map = ColourMapName::Viridis;
    return picture;
}

LayerPicture signedLayer(const cv::Mat& values)
{
    LayerPicture picture = gray(values);
    picture.isSigned = true;
    picture.naturalRange = false;
    picture.map = ColourMapName::BlueWhiteRed;
    return picture;
}

/// Of a quantity that nothing is known about: about zero where it has both signs.
LayerPicture unknownQuantity(const cv::Mat& values)
{
    bool negative = false, positive = false;
    for (int y = 0; y < values.rows; ++y)
        for (int x = 0; x < values.cols; ++x) {
            const float value = values.at<float>(y, x);
            negative = negative || value < 0;
            positive = positive || value > 0;
        }
    if (negative && positive)
        return signedLayer(values);
    LayerPicture picture = gray(values);
    picture.naturalRange = false;
    picture.map = ColourMapName::Viridis;
    return picture;
}

} // namespace

LayerPicture missingPicture(NoPicture why)
{
    LayerPicture picture;
    picture.missing = why;
    return picture;
}

LayerPicture labelPicture(const cv::Mat& ids, std::shared_ptr<const ClassSet> classes)
{
    LayerPicture picture;
    picture.form = PictureForm::Labels;
    picture.labels = ids;
    picture.classes = std::move(classes);
    return picture;
}

LayerPicture attributionPicture(const cv::Mat& values)
{
    LayerPicture picture = signedLayer(values);
    picture.naturalClip = 0.5;
    picture.unit = kScorePerPixel;
    return picture;
}

const std::vector<LayerKind>& layerKinds()
{
    static const std::vector<LayerKind> kinds = [] {
        std::vector<LayerKind> list;
        for (const auto& entry : kNames)
            if (entry.first != LayerKind::Extra)
                list.push_back(entry.first);
        return list;
    }();
    return kinds;
}

std::string layerKindName(LayerKind kind)
{
    return std::find_if(kNames.begin(), kNames.end(), [kind](const auto& entry) { return entry.first == kind; })
        ->second;
}

std::optional<LayerKind> parseLayerKind(const std::string& name)
{
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [&](const auto& entry) { return name == entry.second; });
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

bool hasStages(LayerKind kind)
{
    switch (kind) {
    case LayerKind::Fused:
    case LayerKind::FusedColour:
    case LayerKind::Attention:
    case LayerKind::Change:
    case LayerKind::DataGradient:
        return true;
    default:
        return false;
    }
}

LayerPicture resolveLayer(const FusionTrace& trace, const LayerSource& wanted, int lookedAt)
{
    const int last = static_cast<int>(trace.stages.size()) - 1;
    const int k = wanted.stage >= 0 ? wanted.stage : std::min(lookedAt, last);
    const bool finished = trace.isFinished();
    const auto orMissing = [&](const cv::Mat& values, const auto& make) {
        return values.empty() ? missingPicture(finished && trace.tiling            ? NoPicture::LeftOut
                                               : finished && trace.classes.empty() ? NoPicture::NotOfThisMethod
                                                                                   : NoPicture::NotComputed)
                              : make(values);
    };
    const auto labels = [&trace](const cv::Mat& ids) {
        return labelPicture(ids, std::make_shared<const ClassSet>(trace.classSet));
    };
    const auto stageOf = [&](int which) -> const StageTrace& { return trace.stages[static_cast<std::size_t>(which)]; };

    if (wanted.kind == LayerKind::Infrared)
        return source(trace.pair.infrared);
    if (wanted.kind == LayerKind::Visible)
        return source(trace.pair.visible);
    if (hasStages(wanted.kind) && (last < 0 || k > last || k < 0))
        return missingPicture(NoPicture::NotComputed);

    LayerPicture picture;
    switch (wanted.kind) {
    case LayerKind::Fused:
        picture = orMissing(stageOf(k).fused, gray);
        break;
    case LayerKind::FusedColour:
        picture = orMissing(stageOf(k).fused, [&](const cv::Mat& fused) { return fusedInColour(trace, fused); });
        break;
    case LayerKind::Change:
        if (k == 0)
            return missingPicture(last == 0 && trace.classes.empty() ? NoPicture::NotOfThisMethod
                                                                     : NoPicture::NoPreviousStage);
        if (stageOf(k).fused.empty() || stageOf(k - 1).fused.empty())
            return orMissing(cv::Mat(), signedLayer);
        picture = signedLayer(stageOf(k).fused - stageOf(k - 1).fused);
        break;
    case LayerKind::Attention:
        if (k == 0)
            return missingPicture(trace.classes.empty() ? NoPicture::NotOfThisMethod : NoPicture::AttentionStartsLater);
        picture = orMissing(stageOf(k).attention, attributionPicture);
        break;
    case LayerKind::DataGradient:
        if (k == 0)
            return missingPicture(trace.classes.empty() ? NoPicture::NotOfThisMethod : NoPicture::AttentionStartsLater);
        picture = orMissing(stageOf(k).dataGradient, signedLayer);
        break;
    case LayerKind::InfraredWeight:
        picture = orMissing(trace.infraredWeight, weights);
        break;
    case LayerKind::VisibleWeight:
        picture = trace.infraredWeight.empty() ? orMissing(trace.infraredWeight, weights)
                                               : weights(cv::Mat(1.0 - trace.infraredWeight));
        break;
    case LayerKind::Regions:
        picture = orMissing(trace.regions, labels);
        break;
    case LayerKind::SegmentationInfrared:
        picture = orMissing(trace.segmentationInfrared, labels);
        break;
    case LayerKind::SegmentationVisible:
        picture = orMissing(trace.segmentationVisible, labels);
        break;
    case LayerKind::SegmentationFused:
        picture = orMissing(trace.segmentationFused, labels);
        break;
    case LayerKind::ResultAttribution:
        return missingPicture(NoPicture::NotComputed); // in no trace
    case LayerKind::Extra: {
        const auto extra = std::find_if(trace.extras.begin(), trace.extras.end(),
                                        [&](const NamedLayer& each) { return each.name == wanted.extra; });
        if (extra == trace.extras.end())
            return missingPicture(finished ? NoPicture::NotOfThisMethod : NoPicture::NotComputed);
        picture = unknownQuantity(extra->values);
        break;
    }
    case LayerKind::Infrared:
    case LayerKind::Visible:
        break; // above
    }
    if (hasStages(wanted.kind))
        picture.stage = trace.classes.empty() ? kWithoutStages : k;
    return picture;
}

LayerPicture difference(const LayerPicture& first, const LayerPicture& minus, bool absolute)
{
    if (first.isEmpty() || minus.isEmpty())
        return missingPicture(first.isEmpty() ? first.missing : minus.missing);
    if (first.size() != minus.size())
        return missingPicture(NoPicture::SizesDiffer);
    cv::Mat values;
    if (first.form == PictureForm::Labels && minus.form == PictureForm::Labels) {
        cv::Mat(first.labels != minus.labels).convertTo(values, CV_32F, 1.0 / 255);
        LayerPicture picture = gray(values);
        picture.map = ColourMapName::Magma;
        return picture;
    }
    if (first.form == PictureForm::Labels || minus.form == PictureForm::Labels)
        return missingPicture(NoPicture::NotOfThisMethod);
    values = first.values - minus.values;
    LayerPicture picture = signedLayer(values);
    picture.unit = first.unit;
    if (absolute) {
        picture.values = cv::abs(values);
        picture.isSigned = false;
        picture.map = ColourMapName::Magma;
    }
    return picture;
}

} // namespace duoscope
