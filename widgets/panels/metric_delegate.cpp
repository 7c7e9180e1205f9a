// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/metric_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/metric_table_model.h"
#include "widgets/panels/item_drawing.h"
#include "widgets/plots/series_style.h"

#include <QPainter>

namespace duoscope {
namespace {

/// Of the widest deviation in a column, so that all of them begin at one place.
int deviationWidth(const QModelIndex& index, const QFontMetrics& metrics)
{
    int widest = 0;
    for (int row = 0; row < index.model()->rowCount(); ++row) {
        const QModelIndex other = index.siblingAtRow(row);
        widest = std::max(widest, metrics.horizontalAdvance(other.data(MetricTableModel::DeviationRole).toString()));
    }
    return widest == 0 ? 0 : widest + sizes::kPad;
}

} // namespace

void MetricDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const bool isName = index.column() == 0;
    const int series = isName ? index.data(MetricTableModel::SeriesRole).toInt() : -1;
    QFont plain = option.widget ? option.widget->font() : option.font;
    const int room = isName ? 0 : deviationWidth(index, QFontMetrics(plain));
    if (series < 0 && room == 0) {
        QStyledItemDelegate::paint(painter, given, index);
        return;
    }
    drawItemBackground(painter, option);
    QRect inner = option.rect.adjusted(sizes::kGap, 0, -sizes::kGap, 0);
    painter->save();
    if (isName) {
        drawItemSwatch(painter, inner, seriesFill(series));
        inner.adjust(kItemSwatch + sizes::kGap + 2, 0, 0, 0);
        painter->setFont(option.font);
        painter->setPen(option.palette.color(QPalette::Text));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(option.text, option.textElideMode, inner.width()));
    } else {
        painter->setFont(option.font);
        painter->setPen(option.palette.color(QPalette::Text));
        painter->drawText(inner.adjusted(0, 0, -room, 0), Qt::AlignVCenter | Qt::AlignRight,
                          index.data(MetricTableModel::NumberRole).toString());
        painter->setFont(plain);
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(
            QRect(inner.right() - room + sizes::kPad, inner.top(), room - sizes::kPad + 1, inner.height()),
            Qt::AlignVCenter | Qt::AlignRight, index.data(MetricTableModel::DeviationRole).toString());
    }
    painter->restore();
}

QSize MetricDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.column() == 0)
        size.rwidth() += index.data(MetricTableModel::SeriesRole).toInt() < 0 ? 0 : kItemSwatch + sizes::kGap + 2;
    else
        size.rwidth() += sizes::kPad;
    return size;
}

} // namespace duoscope
