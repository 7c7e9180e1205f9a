// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/layer.h"

#include <QColor>
#include <QString>

#include <array>
#include <vector>

namespace duoscope {

/// The colours of 256 equal parts of a range, lowest first. Viridis and magma are perceptually even (Smith and van der
/// Walt, 2015); blue-white-red is for signed values, white at the middle; iron is what thermographers are used to.
const std::array<QRgb, 256>& colourMap(ColourMapName name);

const std::vector<ColourMapName>& colourMapNames();
QString colourMapTitle(ColourMapName name);

/// What an isotherm marks: no map holds it.
constexpr QRgb kIsothermColour = 0xff19e619;

/// What is neither a number within any range: NaN and infinity.
constexpr QRgb kNotANumberColour = 0xffff00ff;

} // namespace duoscope
