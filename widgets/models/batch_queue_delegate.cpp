// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/batch_queue_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/batch_queue_model.h"

#include <QPainter>

namespace duoscope {
namespace {

constexpr QSize kBar(84, 10);

} // namespace

void BatchQueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const double fraction = index.data(BatchQueueModel::FractionRole).toDouble();
    if (index.column() != BatchQueueModel::StateColumn || fraction < 0)
        return;
    const QRect place(
        QPoint(option.rect.right() - sizes::kPad - kBar.width(), option.rect.center().y() - kBar.height() / 2 + 1),
        kBar);
    painter->save();
    painter->fillRect(place, tone(Tone::Disabled));
    const QRect inner = place.adjusted(1, 1, -1, -1);
    painter->fillRect(inner, option.palette.color(QPalette::Base));
    painter->fillRect(QRectF(inner.left(), inner.top(), inner.width() * fraction, inner.height()), tone(Tone::Accent));
    painter->restore();
}

} // namespace duoscope
