// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/pair_standing_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/pair_standing_model.h"
#include "widgets/panels/item_drawing.h"

#include <QPainter>

namespace duoscope {
namespace {

constexpr int kBarHeight = 9;

} // namespace

void PairStandingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    if (!index.data(PairStandingModel::ReasonRole).toString().isEmpty()) {
        option.palette.setColor(QPalette::Text, option.palette.color(QPalette::PlaceholderText));
        option.palette.setColor(QPalette::HighlightedText, option.palette.color(QPalette::PlaceholderText));
        const QStyle* style = option.widget->style();
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        return;
    }
    if (index.column() != PairStandingModel::BarColumn) {
        QStyledItemDelegate::paint(painter, given, index);
        return;
    }
    drawItemBackground(painter, option);
    const QRect inner = option.rect.adjusted(sizes::kGap, 0, -sizes::kGap, 0);
    const int lead = index.data(PairStandingModel::LeadRole).toInt();
    const double bar = index.data(PairStandingModel::BarRole).toDouble();
    const QColor colour = lead < 0   ? tone(Tone::Error)
                          : lead > 0 ? tone(Tone::Good)
                          : bar == 0 ? tone(Tone::Secondary)
                                     : tone(Tone::Accent);
    painter->save();
    painter->setFont(option.font);
    const int numberRoom = option.fontMetrics.horizontalAdvance(QStringLiteral("−00.000"));
    const int arrowRoom = option.fontMetrics.horizontalAdvance(QStringLiteral("▼"));
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, option.text);
    int right = inner.right() - numberRoom - sizes::kGap;
    if (lead != 0) {
        painter->setPen(colour);
        painter->drawText(QRect(right - arrowRoom, inner.top(), arrowRoom, inner.height()), Qt::AlignCenter,
                          lead < 0 ? QStringLiteral("▼") : QStringLiteral("▲"));
    }
    right -= arrowRoom + sizes::kGap;
    const bool isSigned = index.data(PairStandingModel::SignedRole).toBool();
    const double width = right - inner.left();
    const double zero = isSigned ? inner.left() + width / 2 : inner.left();
    const double length = bar * (isSigned ? width / 2 : width);
    const double top = inner.center().y() - kBarHeight / 2;
    painter->fillRect(QRectF(std::min(zero, zero + length), top, std::max(1.0, std::abs(length)), kBarHeight), colour);
    painter->setPen(tone(Tone::Secondary));
    painter->drawLine(QPointF(zero, inner.top() + 2), QPointF(zero, inner.bottom() - 2));
    painter->restore();
}

} // namespace duoscope
