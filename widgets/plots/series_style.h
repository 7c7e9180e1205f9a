// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>

namespace duoscope {

/// How the curves of one plot are told apart: by colour, marker and dashes together. Repeats after six.
QColor seriesColour(int index); ///< of the theme in use
/// The marker as a character, for legends: "●", "■", "◆", "▲", "▼", "✚".
QString seriesMark(int index);

} // namespace duoscope
