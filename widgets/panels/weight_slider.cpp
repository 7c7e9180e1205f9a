// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/weight_slider.h"

#include "widgets/bridge/look.h"

#include <QMouseEvent>
#include <QPainter>

namespace duoscope {

WeightSlider::WeightSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent)
{
    setRange(0, 1000);
    setSingleStep(10);
    setPageStep(100);
    setMinimumHeight(24);
}

void WeightSlider::setAttributed(double weight)
{
    m_attributed = weight;
    update();
}

void WeightSlider::setColour(const QColor& colour)
{
    m_colour = colour;
    update();
}

QRect WeightSlider::grooveRect() const { return rect().adjusted(sizes::kGap, 0, -sizes::kGap - 1, 0); }

void WeightSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect groove = grooveRect();
    const double middle = height() / 2.0;
    const auto place = [&](double weight) { return groove.left() + groove.width() * weight; };
    const QColor colour = isEnabled() ? m_colour : tone(Tone::Disabled);
    QColor rest = colour;
    rest.setAlphaF(0.3F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(rest);
    painter.drawRoundedRect(QRectF(groove.left(), middle - 2, groove.width(), 4), 2, 2);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(groove.left(), middle - 2, groove.width() * weight(), 4), 2, 2);
    painter.setPen(QPen(palette().color(isEnabled() ? QPalette::Text : QPalette::Mid), 1));
    painter.drawLine(QPointF(place(m_attributed), middle - 7), QPointF(place(m_attributed), middle + 7));
    painter.setPen(QPen(hasFocus() ? tone(Tone::Accent) : palette().color(QPalette::Text), hasFocus() ? 2 : 1));
    painter.setBrush(palette().color(QPalette::Button));
    painter.drawRoundedRect(QRectF(place(weight()) - 4, middle - 9, 8, 18), sizes::kRadius, sizes::kRadius);
}

void WeightSlider::moveTo(double x)
{
    const QRect groove = grooveRect();
    setWeight((x - groove.left()) / groove.width());
}

void WeightSlider::mousePressEvent(QMouseEvent* event)
{
    // A press on the groove takes the handle there, as sliders for values do.
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    moveTo(event->position().x());
}

void WeightSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        moveTo(event->position().x());
}

void WeightSlider::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

} // namespace duoscope
