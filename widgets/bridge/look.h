// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QPixmap>
#include <QString>

class QWidget;

namespace duoscope {

/// Sizes of the design language, in logical pixels; multiples of 4.
namespace sizes {
constexpr int kHeader = 26; ///< of docks, menus, the status bar and panes
constexpr int kFooter = 22; ///< of panes
constexpr int kToolbar = 40;
constexpr int kRow = 24; ///< of tables
constexpr int kGap = 4;
constexpr int kPad = 8;
constexpr int kRadius = 3;
} // namespace sizes

/// The colours that QPalette has no role for.
enum class Tone { Header, Line, Surround, Secondary, Disabled, Accent, AccentText, Warn, Error, Good };

/// Of the light or the dark theme, whichever the application's palette is.
QColor tone(Tone tone);
bool isDark();
/// The palette of a theme; see the design language.
QPalette themePalette(bool dark);

/// A line drawing of resources/icons by its name ("open"), in the palette's text colour; disabled ones paler.
QIcon lineIcon(const QString& name);
/// Likewise in one colour.
/// @param size   of a side, device-independent pixels
/// @param ratio  device pixels for each of them
QPixmap iconInColour(const QString& name, const QColor& colour, int size, qreal ratio);
/// The interface font made smaller by so many points, for tables (1) and ticks, footers and notes (2).
QFont smallerFont(int points);
/// Semi-bold, for titles and current values.
QFont titleFont();

/// The widget with padding around it. A label's own margins don't serve: a change of style sets them anew.
QWidget* padded(QWidget* content, int vertical = sizes::kGap);

} // namespace duoscope
