// SPDX-License-Identifier: GPL-3.0-or-later
// The session's layers: what a trace holds, and what is computed of an image for views that ask.
#include "widgets/bridge/session.h"

namespace duoscope {
namespace {

constexpr std::size_t kRememberedLayers = 16; ///< six panes and their backgrounds, and the probe's

/// What is known of an image, as a layer.
LayerPicture answerPicture(const ImageQuestion& question, const ImageAnalysis& analysis)
{
    if (!analysis.hasModel())
        return missingPicture(NoPicture::NoModel);
    const std::optional<ImageAnswer> answer = analysis.find(question);
    if (!answer)
        return missingPicture(NoPicture::NotComputed);
    switch (answer->state) {
    case ImageAnswer::State::Waiting:
        return missingPicture(NoPicture::BeingComputed);
    case ImageAnswer::State::Stopped:
        return missingPicture(NoPicture::Stopped);
    case ImageAnswer::State::Failed: {
        LayerPicture failed = missingPicture(NoPicture::Failed);
        failed.problem = answer->problem;
        return failed;
    }
    case ImageAnswer::State::Done:
        break;
    }
    if (!question.attribution)
        return labelPicture(answer->segmentation, answer->classes);
    if (answer->attribution.pixels == 0)
        return missingPicture(NoPicture::ClassAbsent);
    LayerPicture picture = attributionPicture(answer->attribution.map);
    picture.classes = answer->classes;
    return picture;
}

} // namespace

TracePointer Session::traceOf(const LayerSource& source) const
{
    const bool ofThePair = source.kind == LayerKind::Infrared || source.kind == LayerKind::Visible;
    if (source.method.empty() || ofThePair)
        return currentTrace();
    const FusionResult* result = resultOf(source.method);
    return result ? result->trace : nullptr;
}

std::optional<ImageQuestion> Session::questionOf(const LayerSource& source) const
{
    const TracePointer trace = traceOf(source);
    if (!trace)
        return {};
    const bool hasResult = trace->isFinished() && !trace->isPreview;
    switch (source.kind) {
    case LayerKind::SegmentationInfrared:
        return trace->segmentationInfrared.empty() ? std::optional(ImageQuestion{trace, TraceImage::Infrared, {}})
                                                   : std::nullopt;
    case LayerKind::SegmentationVisible:
        return trace->segmentationVisible.empty() ? std::optional(ImageQuestion{trace, TraceImage::Visible, {}})
                                                  : std::nullopt;
    case LayerKind::SegmentationFused:
        return hasResult && trace->segmentationFused.empty()
                   ? std::optional(ImageQuestion{trace, TraceImage::Fused, {}})
                   : std::nullopt;
    case LayerKind::ResultAttribution:
        return hasResult ? std::optional(ImageQuestion{trace, TraceImage::Fused, attributionChoice()}) : std::nullopt;
    default:
        return {};
    }
}

void Session::ask(const Layer& layer)
{
    for (const LayerSource* source : {&layer.first, layer.minus ? &*layer.minus : nullptr})
        if (source)
            if (const std::optional<ImageQuestion> question = questionOf(*source))
                m_analysis->ask(*question);
}

LayerPicture Session::resolve(const LayerSource& source) const
{
    const TracePointer trace = traceOf(source);
    if (!trace)
        return missingPicture(NoPicture::NotComputed);
    if (const std::optional<ImageQuestion> question = questionOf(source))
        return answerPicture(*question, *m_analysis);
    const int stage = hasStages(source.kind) ? m_stage : 0;
    for (const Resolved& known : m_resolved)
        if (known.trace.lock() == trace && known.source == source && known.stage == stage)
            return known.picture;
    std::erase_if(m_resolved, [](const Resolved& known) { return known.trace.expired(); });
    if (m_resolved.size() == kRememberedLayers)
        m_resolved.pop_front();
    m_resolved.push_back({trace, source, stage, resolveLayer(*trace, source, m_stage)});
    return m_resolved.back().picture;
}

LayerPicture Session::picture(const Layer& layer) const
{
    const LayerPicture first = resolve(layer.first);
    return layer.minus ? difference(first, resolve(*layer.minus), layer.absolute) : first;
}

} // namespace duoscope
