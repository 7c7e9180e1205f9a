// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/weight_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/class_table_model.h"
#include "widgets/panels/item_drawing.h"

#include <QPainter>

namespace duoscope {
namespace {

constexpr int kBarWidth = 40;

} // namespace

void WeightDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const int column = index.column();
    if (column != ClassTableModel::ClassColumn && column != ClassTableModel::InfraredWeightColumn) {
        QStyledItemDelegate::paint(painter, given, index);
        return;
    }
    drawItemBackground(painter, option);
    const QColor colour = index.data(ClassTableModel::ColourRole).value<QColor>();
    const QRect inner = option.rect.adjusted(sizes::kGap, 0, -sizes::kGap, 0);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(option.palette.color(QPalette::Text));
    if (column == ClassTableModel::ClassColumn) {
        drawItemSwatch(painter, inner, colour);
        const QRect text = inner.adjusted(kItemSwatch + sizes::kGap + 2, 0, 0, 0);
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(option.text, Qt::ElideRight, text.width()));
    } else {
        const QRect bar(inner.right() - kBarWidth, inner.center().y() - 5, kBarWidth, 11);
        painter->drawText(inner.adjusted(0, 0, -kBarWidth - sizes::kGap, 0), Qt::AlignVCenter | Qt::AlignRight,
                          option.text);
        QColor rest = colour;
        rest.setAlphaF(0.28F);
        painter->fillRect(bar, rest);
        const double weight = index.data(ClassTableModel::WeightRole).toDouble();
        painter->fillRect(QRectF(bar.left(), bar.top(), bar.width() * weight, bar.height()), colour);
        const auto mark = [&](double place, Qt::PenStyle style, const QColor& pen) {
            painter->setPen(QPen(pen, 1, style));
            const double x = bar.left() + bar.width() * place;
            painter->drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom() + 1));
        };
        mark(0.5, Qt::DotLine, tone(Tone::Secondary));
        const double attributed = index.data(ClassTableModel::AttributedWeightRole).toDouble();
        if (attributed != weight)
            mark(attributed, Qt::SolidLine, option.palette.color(QPalette::Text));
    }
    painter->restore();
}

QSize WeightDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.column() == ClassTableModel::ClassColumn)
        size.rwidth() += kItemSwatch + 2 * sizes::kGap;
    else if (index.column() == ClassTableModel::InfraredWeightColumn)
        size.rwidth() += kBarWidth + sizes::kPad;
    return size;
}

SwatchDelegate::SwatchDelegate(int colourRole, QObject* parent) : QStyledItemDelegate(parent), m_colourRole(colourRole)
{
}

void SwatchDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QColor colour = index.data(m_colourRole).value<QColor>();
    if (!colour.isValid())
        return;
    const int text = QFontMetrics(index.data(Qt::FontRole).value<QFont>()).horizontalAdvance(index.data().toString());
    const int left = option.rect.right() - text - kItemSwatch - 2 * sizes::kGap - 2;
    if (left > option.rect.left())
        drawItemSwatch(painter, QRect(left, option.rect.top(), kItemSwatch, option.rect.height()), colour);
}

} // namespace duoscope
