// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewer/pane_footer.h"

#include "widgets/bridge/colour_map.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

/// "0", "1", "−0.1", "3.2e-4": ends of a range need no more digits than tell them apart.
QString endText(double value)
{
    if (value == 0 || (std::abs(value) >= 1 && value == std::round(value) && std::abs(value) < 1e5))
        return fixedText(value, 0);
    return valueText(value);
}

} // namespace

PaneFooter::PaneFooter(QWidget* parent) : QWidget(parent)
{
    setFont(smallerFont(2));
    setFixedHeight(sizeHint().height());
}

QSize PaneFooter::sizeHint() const { return {200, std::max(sizes::kFooter, fontMetrics().height() + 4)}; }

void PaneFooter::setBar(const DisplayRange& range, ColourMapName map, const QString& unit, const QString& group)
{
    m_content = Content::Bar;
    m_range = range;
    m_map = map;
    m_unit = unit;
    m_group = group;
    QStringList notes;
    notes << tr("Colours run from %1 to %2 %3").arg(valueText(range.low), valueText(range.high), unit).trimmed();
    if (!group.isEmpty())
        notes << tr("One range for all panes of group %1").arg(group);
    if (range.clipped > 0)
        notes << tr("%1 % of the values lie outside").arg(fixedText(range.clipped * 100, 2));
    if (range.notNumbers > 0)
        notes << tr("%1 values are NaN").arg(countText(range.notNumbers));
    if (range.infinite > 0)
        notes << tr("%1 values are infinite").arg(countText(range.infinite));
    setToolTip(notes.join('\n'));
    update();
}

void PaneFooter::setColourPicture()
{
    m_content = Content::Colours;
    setToolTip({});
    update();
}

void PaneFooter::setClasses(const ClassSet& classes, const std::vector<int>& ids)
{
    m_content = Content::Classes;
    m_classes = classes;
    m_ids = ids;
    QStringList names;
    for (const int id : ids)
        names << (id >= 0 && id < classes.size() ? classTitle(classes.at(id).name) : QString::number(id));
    setToolTip(names.join(", "));
    update();
}

void PaneFooter::clear()
{
    m_content = Content::Nothing;
    m_value.clear();
    setToolTip({});
    update();
}

void PaneFooter::setValue(const QString& text)
{
    if (text == m_value)
        return;
    m_value = text;
    update();
}

void PaneFooter::drawBar(QPainter& painter, QRect place) const
{
    const QFontMetrics metrics = fontMetrics();
    if (!m_group.isEmpty()) {
        painter.setPen(tone(Tone::Accent));
        painter.drawText(QRect(place.left(), 0, place.width(), height()), Qt::AlignVCenter, m_group);
        place.setLeft(place.left() + metrics.horizontalAdvance(m_group) + sizes::kGap);
    }
    const QString low = endText(m_range.low);
    QString high = endText(m_range.high);
    const int kSmallestBar = 48;
    const int bare = metrics.horizontalAdvance(low + high) + 3 * sizes::kGap + kSmallestBar;
    if (!m_unit.isEmpty() && bare + metrics.horizontalAdvance(" " + m_unit) <= place.width())
        high += " " + m_unit;
    QString notes;
    if (m_range.clipped > 0)
        notes = tr("%1 % clipped").arg(fixedText(m_range.clipped * 100, m_range.clipped < 0.1 ? 1 : 0));
    if (m_range.notNumbers + m_range.infinite > 0)
        notes +=
            (notes.isEmpty() ? "" : " · ") + tr("%1 not finite").arg(countText(m_range.notNumbers + m_range.infinite));
    // What matters least goes first where there is no room.
    const int fixed = metrics.horizontalAdvance(low) + metrics.horizontalAdvance(high) + 2 * sizes::kGap;
    int bar = place.width() - fixed - (notes.isEmpty() ? 0 : metrics.horizontalAdvance(notes) + sizes::kPad);
    if (bar < 24 && !notes.isEmpty()) {
        notes = QString::fromUtf8("⚠");
        bar = place.width() - fixed - metrics.horizontalAdvance(notes) - sizes::kPad;
    }
    bar = std::clamp(bar, 0, 220);
    painter.setPen(tone(Tone::Secondary));
    int x = place.left();
    painter.drawText(QRect(x, 0, place.width(), height()), Qt::AlignVCenter, low);
    x += metrics.horizontalAdvance(low) + sizes::kGap;
    if (bar >= 16) {
        const QRect strip(x, height() / 2 - 4, bar, 8);
        const auto& colours = colourMap(m_map);
        QLinearGradient gradient(strip.topLeft(), strip.topRight());
        for (int i = 0; i <= 32; ++i)
            gradient.setColorAt(i / 32.0, QColor(colours[static_cast<std::size_t>(std::min(255, i * 8))]));
        painter.fillRect(strip, gradient);
        painter.setPen(tone(Tone::Line));
        painter.drawRect(strip.adjusted(0, 0, -1, -1));
        x += bar + sizes::kGap;
    }
    painter.setPen(tone(Tone::Secondary));
    painter.drawText(QRect(x, 0, std::max(0, place.right() - x), height()), Qt::AlignVCenter, high);
    x += metrics.horizontalAdvance(high) + sizes::kPad;
    if (!notes.isEmpty()) {
        painter.setPen(tone(Tone::Warn));
        painter.drawText(QRect(x, 0, std::max(0, place.right() - x), height()), Qt::AlignVCenter, notes);
    }
}

void PaneFooter::drawClasses(QPainter& painter, QRect place) const
{
    const QFontMetrics metrics = fontMetrics();
    int x = place.left();
    std::size_t shown = 0;
    for (; shown < m_ids.size(); ++shown) {
        const int id = m_ids[shown];
        const bool known = id >= 0 && id < m_classes.size();
        const QString name = known ? classTitle(m_classes.at(id).name) : QString::number(id);
        const int needed = 8 + sizes::kGap + metrics.horizontalAdvance(name) + sizes::kPad;
        const bool last = shown + 1 == m_ids.size();
        const int forMore = last ? 0 : metrics.horizontalAdvance(tr("+ %1 more").arg(99));
        if (x + needed + forMore > place.right())
            break;
        const auto colour = known ? m_classes.at(id).colour : std::array<std::uint8_t, 3>{122, 127, 135};
        painter.fillRect(QRect(x, height() / 2 - 4, 8, 8), QColor(colour[0], colour[1], colour[2]));
        painter.setPen(tone(Tone::Secondary));
        painter.drawText(QRect(x + 8 + sizes::kGap, 0, needed, height()), Qt::AlignVCenter, name);
        x += needed;
    }
    if (shown < m_ids.size()) {
        painter.setPen(tone(Tone::Secondary));
        painter.drawText(QRect(x, 0, place.right() - x, height()), Qt::AlignVCenter,
                         tr("+ %1 more").arg(m_ids.size() - shown));
    }
}

void PaneFooter::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    const QRect inner = rect().adjusted(sizes::kPad, 0, -sizes::kPad, 0);
    int valueWidth = 0;
    if (!m_value.isEmpty()) {
        valueWidth = std::min(fontMetrics().horizontalAdvance(m_value), inner.width() / 2);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(inner, Qt::AlignVCenter | Qt::AlignRight,
                         fontMetrics().elidedText(m_value, Qt::ElideLeft, inner.width() / 2));
    }
    // Room for the longest value is kept, so that the bar does not move under the pointer.
    const int reserved = std::max(valueWidth, fontMetrics().horizontalAdvance(QString::fromUtf8("Y −0.0000")));
    const QRect left = inner.adjusted(0, 0, -reserved - sizes::kPad, 0);
    painter.setClipRect(left.adjusted(0, 0, sizes::kPad / 2, 0));
    if (m_content == Content::Bar) {
        drawBar(painter, left);
    } else if (m_content == Content::Classes) {
        drawClasses(painter, left);
    } else if (m_content == Content::Colours) {
        painter.setPen(tone(Tone::Secondary));
        painter.drawText(left, Qt::AlignVCenter,
                         fontMetrics().elidedText(tr("colours as stored"), Qt::ElideRight, left.width()));
    }
}

} // namespace duoscope
