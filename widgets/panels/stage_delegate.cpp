// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/stage_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/stage_strip_model.h"

#include <QListView>
#include <QPainter>

#include <algorithm>

namespace duoscope {

QSize StageDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const int across = view ? view->viewport()->width() : 600;
    const int count = std::max(1, index.model()->rowCount());
    const int width = std::clamp(across / count - 1, 64, 160);
    return {width, QFontMetrics(smallerFont(2)).height() + StageStripModel::kPictureHeight + 2 * sizes::kGap};
}

void StageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    const bool current = option.state & QStyle::State_Selected;
    const QRect inner = option.rect.adjusted(sizes::kGap, 0, -sizes::kGap, -sizes::kGap);
    const QFont small = smallerFont(2);
    const int line = QFontMetrics(small).height();
    const QRect head(inner.left(), inner.top(), inner.width(), line);
    QFont title = small;
    title.setWeight(QFont::DemiBold);
    painter->setFont(title);
    painter->setPen(current ? tone(Tone::Accent) : option.palette.color(QPalette::Text));
    painter->drawText(head, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
    painter->setFont(small);
    painter->setPen(tone(Tone::Secondary));
    const QString change = index.data(StageStripModel::ChangeRole).toString();
    painter->drawText(head, Qt::AlignRight | Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(change, Qt::ElideRight, head.width() - 16));
    const QRect frame = inner.adjusted(0, line + 2, 0, 0);
    if (index.data(StageStripModel::ComputedRole).toBool()) {
        const auto picture = index.data(Qt::DecorationRole).value<QPixmap>();
        // The middle part that has the frame's shape.
        QSizeF part = QSizeF(frame.size()).scaled(picture.size(), Qt::KeepAspectRatio);
        const QRectF source(QPointF((picture.width() - part.width()) / 2, (picture.height() - part.height()) / 2),
                            part);
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawPixmap(QRectF(frame), picture, source);
        painter->setPen(QPen(current ? tone(Tone::Accent) : tone(Tone::Line), current ? 2 : 1));
    } else {
        painter->setPen(QPen(tone(Tone::Line), 1, Qt::DashLine));
    }
    painter->drawRect(frame.adjusted(0, 0, -1, -1));
    painter->restore();
}

} // namespace duoscope
