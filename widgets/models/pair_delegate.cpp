// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/pair_delegate.h"

#include "widgets/bridge/look.h"
#include "widgets/models/pairs_model.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

namespace duoscope {
namespace {

constexpr QSize kThumbnail(48, 36);
constexpr int kThumbnailGap = 1;
constexpr int kIcon = 12;
constexpr int kMinimumText = 88; ///< in less width than this a name and a state say nothing; they go below

int textWidth(const QRect& row) { return row.width() - 2 * kThumbnail.width() - kThumbnailGap - sizes::kPad; }

/// Of a pair's row: without the padding at the sides.
QRect inner(const QRect& row) { return row.adjusted(sizes::kPad, 0, -sizes::kGap, 0); }

/// Where rows are narrow, thumbnails share their width and the name lies below.
QSize narrowThumbnail(const QRect& row)
{
    const int width = (row.width() - kThumbnailGap) / 2;
    return {width, width * kThumbnail.height() / kThumbnail.width()};
}

bool isGroup(const QModelIndex& index) { return index.data(PairsModel::IdRole).toInt() < 0; }

void drawThumbnail(QPainter* painter, const QRect& place, const QImage& image)
{
    if (image.isNull()) {
        painter->fillRect(place, tone(Tone::Surround));
        return;
    }
    QRectF part(QPointF(), QSizeF(place.size()).scaled(image.size(), Qt::KeepAspectRatio));
    part.moveCenter(QRectF(image.rect()).center());
    painter->drawImage(place, image, part);
}

void drawText(QPainter* painter, const QRect& place, const QFont& font, const QColor& colour, const QString& text)
{
    painter->setFont(font);
    painter->setPen(colour);
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, place.width()));
}

void drawGroup(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const QColor colour = option.palette.color(QPalette::Text);
    const QRect row = option.rect.adjusted(sizes::kGap, 0, -sizes::kGap, 0);
    const QString chevron = option.state & QStyle::State_Open ? "chevron-down" : "chevron-right";
    painter->drawPixmap(row.left(), row.center().y() - kIcon / 2 + 1,
                        iconInColour(chevron, colour, kIcon, painter->device()->devicePixelRatioF()));
    drawText(painter, row.adjusted(kIcon + sizes::kGap, 0, 0, 0), titleFont(), colour,
             index.data(Qt::DisplayRole).toString());
}

void drawPair(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const QRect row = inner(option.rect);
    const bool narrow = textWidth(row) < kMinimumText;
    const QSize thumbnail = narrow ? narrowThumbnail(row) : kThumbnail;
    QRect place(QPoint(row.left(), row.top() + (narrow ? sizes::kGap : (row.height() - thumbnail.height()) / 2)),
                thumbnail);
    drawThumbnail(painter, place, index.data(PairsModel::InfraredThumbnailRole).value<QImage>());
    place.translate(thumbnail.width() + kThumbnailGap, 0);
    drawThumbnail(painter, place, index.data(PairsModel::VisibleThumbnailRole).value<QImage>());

    const QString name = index.data(Qt::DisplayRole).toString();
    const QColor nameColour = option.palette.color(QPalette::Text);
    QRect text(place.right() + 1 + sizes::kPad, place.top(), 0, place.height() / 2);
    text.setRight(row.right());
    if (narrow) { // the state is its icon alone
        text = QRect(row.left(), place.bottom() + 1, row.width(), row.bottom() - place.bottom());
        drawText(painter, text.adjusted(kIcon + sizes::kGap, 0, 0, 0), option.font, nameColour, name);
    } else {
        drawText(painter, text, option.font, nameColour, name);
        text.translate(0, text.height());
    }
    const QColor colour = tone(static_cast<Tone>(index.data(PairsModel::StateToneRole).toInt()));
    painter->drawPixmap(text.left(), text.center().y() - kIcon / 2 + 1,
                        iconInColour(index.data(PairsModel::StateIconRole).toString(), colour, kIcon,
                                     painter->device()->devicePixelRatioF()));
    if (!narrow)
        drawText(painter, text.adjusted(kIcon + sizes::kGap / 2, 0, 0, 0), smallerFont(2), tone(Tone::Secondary),
                 index.data(PairsModel::StateRole).toString());
}

} // namespace

void PairDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    if (isGroup(index))
        drawGroup(painter, option, index);
    else
        drawPair(painter, option, index);
    painter->restore();
    if ((option.state & QStyle::State_HasFocus) && !(option.state & QStyle::State_Selected)) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(option);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, option.widget);
    }
}

QSize PairDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const QRect row = inner(QRect(0, 0, view ? view->viewport()->width() : option.rect.width(), 0));
    if (!isGroup(index) && textWidth(row) < kMinimumText)
        return {2 * kThumbnail.width() + 3 * sizes::kPad,
                narrowThumbnail(row).height() + QFontMetrics(option.font).height() + 3 * sizes::kGap};
    // Two lines of text beside the thumbnails, if the font is large.
    const int lines = QFontMetrics(titleFont()).height() + QFontMetrics(smallerFont(2)).height();
    const int height = isGroup(index) ? sizes::kRow : kThumbnail.height() + 3 * sizes::kGap;
    return {2 * kThumbnail.width() + 3 * sizes::kPad, qMax(height, isGroup(index) ? 0 : lines + sizes::kPad)};
}

} // namespace duoscope
