// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/layer_text.h"

#include <QCoreApplication>

namespace duoscope {
namespace {

QString translated(const char* text) { return QCoreApplication::translate("Layer", text); }

QString sourceTitle(const LayerSource& source, int stage)
{
    if (source.kind == LayerKind::Extra)
        return QString::fromStdString(source.extra);
    const QString k = stage >= 0 ? subscript(stage) : QString::fromUtf8("ₖ");
    if (stage == kWithoutStages)
        return layerKindTitle(source.kind);
    switch (source.kind) {
    case LayerKind::Fused:
        return translated(QT_TRANSLATE_NOOP("Layer", "Fused f%1")).arg(k);
    case LayerKind::FusedColour:
        return translated(QT_TRANSLATE_NOOP("Layer", "Fused f%1, colour")).arg(k);
    case LayerKind::Attention:
        return translated(QT_TRANSLATE_NOOP("Layer", "Attention A%1")).arg(k);
    case LayerKind::Change:
        return translated(QT_TRANSLATE_NOOP("Layer", "Change f%1 − f%2"))
            .arg(k, stage >= 1 ? subscript(stage - 1) : QString::fromUtf8("ₖ₋₁"));
    case LayerKind::DataGradient:
        return translated(QT_TRANSLATE_NOOP("Layer", "Data gradient ∇%1")).arg(k);
    default:
        return layerKindTitle(source.kind);
    }
}

} // namespace

QString baselineTitle(Baseline baseline)
{
    switch (baseline) {
    case Baseline::Zero:
        return translated(QT_TRANSLATE_NOOP("Layer", "black"));
    case Baseline::Mean:
        return translated(QT_TRANSLATE_NOOP("Layer", "its mean"));
    case Baseline::Blur:
        return translated(QT_TRANSLATE_NOOP("Layer", "its blur"));
    case Baseline::Infrared:
        return translated(QT_TRANSLATE_NOOP("Layer", "infrared"));
    case Baseline::Visible:
        return translated(QT_TRANSLATE_NOOP("Layer", "visible"));
    }
    return {};
}

QString subscript(int number)
{
    QString text = QString::number(number);
    for (QChar& digit : text)
        digit = digit.isDigit() ? QChar(0x2080 + digit.digitValue()) : QChar(0x208b);
    return text;
}

QString layerKindTitle(LayerKind kind)
{
    switch (kind) {
    case LayerKind::Infrared:
        return translated(QT_TRANSLATE_NOOP("Layer", "Infrared"));
    case LayerKind::Visible:
        return translated(QT_TRANSLATE_NOOP("Layer", "Visible"));
    case LayerKind::Fused:
        return translated(QT_TRANSLATE_NOOP("Layer", "Fused"));
    case LayerKind::FusedColour:
        return translated(QT_TRANSLATE_NOOP("Layer", "Fused, colour"));
    case LayerKind::InfraredWeight:
        return translated(QT_TRANSLATE_NOOP("Layer", "Weight w₁"));
    case LayerKind::VisibleWeight:
        return translated(QT_TRANSLATE_NOOP("Layer", "Weight w₂"));
    case LayerKind::Attention:
        return translated(QT_TRANSLATE_NOOP("Layer", "Attention"));
    case LayerKind::Change:
        return translated(QT_TRANSLATE_NOOP("Layer", "Change to the stage before"));
    case LayerKind::DataGradient:
        return translated(QT_TRANSLATE_NOOP("Layer", "Data gradient"));
    case LayerKind::Regions:
        return translated(QT_TRANSLATE_NOOP("Layer", "Class regions"));
    case LayerKind::SegmentationInfrared:
        return translated(QT_TRANSLATE_NOOP("Layer", "Infrared segmentation"));
    case LayerKind::SegmentationVisible:
        return translated(QT_TRANSLATE_NOOP("Layer", "Visible segmentation"));
    case LayerKind::SegmentationFused:
        return translated(QT_TRANSLATE_NOOP("Layer", "Fused segmentation"));
    case LayerKind::ResultAttribution:
        return translated(QT_TRANSLATE_NOOP("Layer", "Attribution of the result"));
    case LayerKind::Extra:
        return translated(QT_TRANSLATE_NOOP("Layer", "Extra layer"));
    }
    return {};
}

QString layerTitle(const Layer& layer, int shownStage)
{
    const int stage = layer.first.stage >= 0 ? layer.first.stage : shownStage;
    const QString first = sourceTitle(layer.first, stage);
    if (!layer.minus)
        return first;
    const QString minus = sourceTitle(*layer.minus, layer.minus->stage >= 0 ? layer.minus->stage : shownStage);
    return layer.absolute ? QString("|%1 − %2|").arg(first, minus) : QString("%1 − %2").arg(first, minus);
}

QString unitText(const LayerPicture& picture)
{
    [[maybe_unused]] static const char* const known = QT_TRANSLATE_NOOP("Layer", "score per pixel");
    return *picture.unit ? translated(picture.unit) : QString();
}

QString missingText(NoPicture why)
{
    switch (why) {
    case NoPicture::None:
        return {};
    case NoPicture::NotComputed:
        return translated(QT_TRANSLATE_NOOP("Layer", "Not computed yet"));
    case NoPicture::NoPreviousStage:
        return translated(QT_TRANSLATE_NOOP("Layer", "No stage before f₀"));
    case NoPicture::AttentionStartsLater:
        return translated(QT_TRANSLATE_NOOP("Layer", "Starts at stage 1"));
    case NoPicture::NotOfThisMethod:
        return translated(QT_TRANSLATE_NOOP("Layer", "This method has no such layer"));
    case NoPicture::LeftOut:
        return translated(QT_TRANSLATE_NOOP("Layer", "Left out, for the picture is too large for the memory"));
    case NoPicture::SizesDiffer:
        return translated(QT_TRANSLATE_NOOP("Layer", "The two pictures differ in size"));
    case NoPicture::BeingComputed:
        return translated(QT_TRANSLATE_NOOP("Layer", "Being computed"));
    case NoPicture::Stopped:
        return translated(QT_TRANSLATE_NOOP("Layer", "Stopped"));
    case NoPicture::Failed:
        return translated(QT_TRANSLATE_NOOP("Layer", "It could not be computed"));
    case NoPicture::NoModel:
        return translated(QT_TRANSLATE_NOOP("Layer", "There is no model to see with"));
    case NoPicture::ClassAbsent:
        return translated(QT_TRANSLATE_NOOP("Layer", "The class is not in this image"));
    }
    return {};
}

QString classTitle(const std::string& name)
{
    // The classes of resources/class_sets; others keep their name.
    static const char* const known[] = {
        QT_TRANSLATE_NOOP("Class", "road"),       QT_TRANSLATE_NOOP("Class", "sidewalk"),
        QT_TRANSLATE_NOOP("Class", "building"),   QT_TRANSLATE_NOOP("Class", "lamp"),
        QT_TRANSLATE_NOOP("Class", "sign"),       QT_TRANSLATE_NOOP("Class", "vegetation"),
        QT_TRANSLATE_NOOP("Class", "sky"),        QT_TRANSLATE_NOOP("Class", "person"),
        QT_TRANSLATE_NOOP("Class", "car"),        QT_TRANSLATE_NOOP("Class", "truck"),
        QT_TRANSLATE_NOOP("Class", "bus"),        QT_TRANSLATE_NOOP("Class", "motorcycle"),
        QT_TRANSLATE_NOOP("Class", "bicycle"),    QT_TRANSLATE_NOOP("Class", "pole"),
        QT_TRANSLATE_NOOP("Class", "fence"),      QT_TRANSLATE_NOOP("Class", "unlabeled"),
        QT_TRANSLATE_NOOP("Class", "unlabelled"), QT_TRANSLATE_NOOP("Class", "background"),
        QT_TRANSLATE_NOOP("Class", "curve"),      QT_TRANSLATE_NOOP("Class", "car_stop"),
        QT_TRANSLATE_NOOP("Class", "guardrail"),  QT_TRANSLATE_NOOP("Class", "color_cone"),
        QT_TRANSLATE_NOOP("Class", "bike"),       QT_TRANSLATE_NOOP("Class", "signsymbol"),
        QT_TRANSLATE_NOOP("Class", "bump"),       QT_TRANSLATE_NOOP("Class", "tree"),
        QT_TRANSLATE_NOOP("Class", "pedestrian"), QT_TRANSLATE_NOOP("Class", "bicyclist"),
        QT_TRANSLATE_NOOP("Class", "pavement"),
    };
    static_cast<void>(known);
    return QCoreApplication::translate("Class", name.c_str());
}

} // namespace duoscope
