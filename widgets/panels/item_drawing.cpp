// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/item_drawing.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionViewItem>

namespace duoscope {

void drawItemBackground(QPainter* painter, QStyleOptionViewItem option)
{
    option.text.clear();
    option.icon = {};
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
}

void drawItemSwatch(QPainter* painter, const QRect& place, const QBrush& fill)
{
    painter->fillRect(QRect(place.left(), place.center().y() - kItemSwatch / 2 + 1, kItemSwatch, kItemSwatch), fill);
}

} // namespace duoscope
