// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBrush>
#include <QRect>

class QPainter;
class QStyleOptionViewItem;

namespace duoscope {

constexpr int kItemSwatch = 10; ///< of a side, logical pixels

/// An item without its text and icon: background, selection, focus.
void drawItemBackground(QPainter* painter, QStyleOptionViewItem option);
/// A small square at the left of the place, in its middle.
void drawItemSwatch(QPainter* painter, const QRect& place, const QBrush& fill);

} // namespace duoscope
