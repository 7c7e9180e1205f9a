// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/baseline.h"
#include "widgets/bridge/layer.h"

#include <QString>

namespace duoscope {

/// "Infrared", "Fused", "Attention": for menus.
QString layerKindTitle(LayerKind kind);
/// With the stage that is shown: "Fused f₅", "Attention A₅", "Change f₅ − f₄".
/// @param shownStage  k; -1 where there is none yet, which leaves it out
QString layerTitle(const Layer& layer, int shownStage);
/// "score per pixel"
QString unitText(const LayerPicture& picture);
/// Why a pane is empty, a short sentence.
QString missingText(NoPicture why);
/// What a result is compared with when it is attributed: "black", "its mean", "infrared".
QString baselineTitle(Baseline baseline);
/// "5" → "₅".
QString subscript(int number);
/// A class's name for people, in their language where it is a known one.
QString classTitle(const std::string& name);

} // namespace duoscope
