// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBrush>
#include <QColor>
#include <QString>

namespace duoscope {

/// How the curves of one plot are told apart: by colour, marker and dashes together. Repeats after six; fills after 18.
QColor seriesColour(int index); ///< of the theme in use
/// The marker as a character, for legends: "●", "■", "◆", "▲", "▼", "✚".
QString seriesMark(int index);
/// For bars and swatches: colours of the first six, then the same ones with stripes, then with the stripes the other
/// way.
QBrush seriesFill(int index);
/// A character that looks like the fill, for legends: "■", "▨", "▧".
QString seriesFillMark(int index);

} // namespace duoscope
