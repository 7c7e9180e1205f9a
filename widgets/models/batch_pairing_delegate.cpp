// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/batch_pairing_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/batch_pairing_model.h"

#include <QApplication>
#include <QPainter>

namespace duoscope {
namespace {

constexpr QSize kThumbnail(28, 20);
constexpr int kThumbnailGap = 2;

void drawThumbnail(QPainter* painter, const QRect& place, const QImage& image, bool exists)
{
    if (!exists) {
        painter->fillRect(place, tone(Tone::Surround));
        painter->setPen(QPen(tone(Tone::Error), 1, Qt::DashLine));
        painter->drawRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5));
    } else if (image.isNull()) {
        painter->fillRect(place, tone(Tone::Surround));
    } else {
        QRectF part(QPointF(), QSizeF(place.size()).scaled(image.size(), Qt::KeepAspectRatio));
        part.moveCenter(QRectF(image.rect()).center());
        painter->drawImage(place, image, part);
    }
}

} // namespace

int BatchPairingDelegate::previewWidth() { return 2 * kThumbnail.width() + kThumbnailGap + sizes::kPad; }

void BatchPairingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() != BatchPairingModel::PreviewColumn)
        return;
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    QRect place(QPoint(option.rect.left() + sizes::kGap, option.rect.center().y() - kThumbnail.height() / 2 + 1),
                kThumbnail);
    drawThumbnail(painter, place, index.data(BatchPairingModel::InfraredThumbnailRole).value<QImage>(),
                  index.data(BatchPairingModel::HasInfraredRole).toBool());
    place.translate(kThumbnail.width() + kThumbnailGap, 0);
    drawThumbnail(painter, place, index.data(BatchPairingModel::VisibleThumbnailRole).value<QImage>(),
                  index.data(BatchPairingModel::HasVisibleRole).toBool());
    painter->restore();
}

} // namespace duoscope
