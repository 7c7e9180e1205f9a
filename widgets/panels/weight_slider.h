// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QSlider>

namespace duoscope {

/// A slider from 0 to 1 in thousandths, in a class's colour, with a tick at the attributed weight.
class WeightSlider : public QSlider {
    Q_OBJECT
public:
    explicit WeightSlider(QWidget* parent = nullptr);

    double weight() const { return value() / 1000.0; }
    void setWeight(double weight) { setValue(qRound(weight * 1000)); }
    void setAttributed(double weight);
    void setColour(const QColor& colour);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QRect grooveRect() const;
    void moveTo(double x);

    double m_attributed = 0.5;
    QColor m_colour;
};

} // namespace duoscope
