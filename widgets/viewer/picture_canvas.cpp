// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewer/picture_canvas.h"

#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/look.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

constexpr double kTextZoom = 32;   ///< logical pixels a picture's pixel needs for its value
constexpr double kCurtainGrip = 6; ///< logical pixels at either side of the curtain's line
constexpr double kWheelStep = 1.2;

} // namespace

PictureCanvas::PictureCanvas(QWidget* parent) : QWidget(parent), m_levels(1), m_curtainLevels(1)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PictureCanvas::setView(ViewState* view)
{
    if (m_view)
        m_view->disconnect(this);
    m_view = view;
    for (const auto signal :
         {&ViewState::viewChanged, &ViewState::cursorChanged, &ViewState::pinsChanged, &ViewState::lineChanged})
        connect(m_view, signal, this, qOverload<>(&QWidget::update));
    update();
}

void PictureCanvas::setImage(const QImage& image, PixelText pixelText)
{
    m_levels.assign(1, image);
    m_pixelText = std::move(pixelText);
    update();
}

void PictureCanvas::setCurtainImage(const QImage& image)
{
    m_curtainLevels.assign(1, image);
    update();
}

void PictureCanvas::setCurtain(double share)
{
    m_curtain = std::clamp(share, 0.0, 1.0);
    update();
}

void PictureCanvas::setPlaceholder(const QString& title, const QString& hint)
{
    m_placeholderTitle = title;
    m_placeholderHint = hint;
    update();
}

double PictureCanvas::zoom() const
{
    if (!m_view || isEmpty() || m_view->fit() == ViewState::Fit::Free)
        return m_view ? m_view->zoom() : 1;
    const double across = width() * devicePixelRatioF() / image().width();
    const double down = height() * devicePixelRatioF() / image().height();
    return m_view->fit() == ViewState::Fit::Fill ? std::max(across, down) : std::min(across, down);
}

QPointF PictureCanvas::toPicture(QPointF position) const
{
    const double scale = zoom() / devicePixelRatioF();
    const QPointF middle(width() / 2.0, height() / 2.0);
    const QPointF centre = m_view ? m_view->centre() : QPointF(0.5, 0.5);
    return (position - middle) / scale + QPointF(centre.x() * image().width(), centre.y() * image().height());
}

QPointF PictureCanvas::fromPicture(QPointF place) const
{
    const double scale = zoom() / devicePixelRatioF();
    const QPointF middle(width() / 2.0, height() / 2.0);
    const QPointF centre = m_view ? m_view->centre() : QPointF(0.5, 0.5);
    return (place - QPointF(centre.x() * image().width(), centre.y() * image().height())) * scale + middle;
}

std::optional<QPoint> PictureCanvas::cursorPixel() const
{
    if (!m_view || !m_view->cursor() || isEmpty())
        return {};
    const QPointF cursor = *m_view->cursor();
    const QPoint pixel(static_cast<int>(std::floor(cursor.x() * image().width())),
                       static_cast<int>(std::floor(cursor.y() * image().height())));
    return image().rect().contains(pixel) ? std::optional(pixel) : std::nullopt;
}

void PictureCanvas::zoomAround(double factor, QPointF position)
{
    if (!m_view || isEmpty())
        return;
    const double before = zoom();
    const QPointF place = toPicture(position); // stays where it is
    const double after = std::clamp(before * factor, 1.0 / 64, 256.0);
    const double scale = after / devicePixelRatioF();
    const QPointF middle(width() / 2.0, height() / 2.0);
    const QPointF centre = place - (position - middle) / scale;
    m_view->setFree(after, {centre.x() / image().width(), centre.y() / image().height()});
}

void PictureCanvas::panBy(QPointF distance)
{
    if (!m_view || isEmpty())
        return;
    const double scale = zoom() / devicePixelRatioF();
    const QPointF centre = m_view->centre();
    m_view->setFree(zoom(), {centre.x() - distance.x() / scale / image().width(),
                             centre.y() - distance.y() / scale / image().height()});
}

QRectF PictureCanvas::pictureRect() const
{
    return QRectF(fromPicture({0, 0}), fromPicture({double(image().width()), double(image().height())}));
}

bool PictureCanvas::isOnCurtain(QPointF position) const
{
    return !m_curtainLevels.front().isNull() && std::abs(position.x() - m_curtain * width()) <= kCurtainGrip;
}

void PictureCanvas::drawLevels(QPainter& painter, std::vector<QImage>& levels, const QRectF& clip) const
{
    const QRectF whole = pictureRect();
    const QRectF shown = whole.intersected(clip);
    if (shown.isEmpty())
        return;
    // The smallest level that still has a pixel for each of the screen's.
    const double scale = whole.width() * devicePixelRatioF() / levels.front().width();
    std::size_t level = 0;
    for (double size = scale; size <= 0.5 && levels[level].width() > 16 && levels[level].height() > 16; size *= 2) {
        if (level + 1 == levels.size())
            levels.push_back(halved(levels[level]));
        ++level;
    }
    const QImage& source = levels[level];
    const double perPixel = source.width() / whole.width();
    const double perRow = source.height() / whole.height();
    const QRectF part((shown.x() - whole.x()) * perPixel, (shown.y() - whole.y()) * perRow, shown.width() * perPixel,
                      shown.height() * perRow);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 1);
    painter.drawImage(shown, source, part);
}

void PictureCanvas::drawPixelTexts(QPainter& painter) const
{
    const double side = zoom() / devicePixelRatioF();
    if (side < kTextZoom || !m_pixelText)
        return;
    QFont font = smallerFont(2);
    const QRect pixels = QRect(toPicture({0, 0}).toPoint() - QPoint(1, 1),
                               toPicture({double(width()), double(height())}).toPoint() + QPoint(1, 1))
                             .intersected(image().rect());
    // One size for all, that the longest has room in; where none is left that can be read, a larger zoom has.
    const int largest = 13;
    const int smallest = 8;
    font.setPixelSize(largest);
    const QFontMetricsF metrics(font);
    double widest = 1;
    for (int y = pixels.top(); y <= pixels.bottom(); ++y)
        for (int x = pixels.left(); x <= pixels.right(); ++x)
            widest = std::max(widest, metrics.horizontalAdvance(m_pixelText(x, y)));
    const int size = std::min(largest, static_cast<int>(largest * (side - 4) / widest));
    if (size < smallest)
        return;
    font.setPixelSize(size);
    painter.setFont(font);
    for (int y = pixels.top(); y <= pixels.bottom(); ++y)
        for (int x = pixels.left(); x <= pixels.right(); ++x) {
            painter.setPen(qGray(image().pixel(x, y)) > 127 ? Qt::black : Qt::white);
            painter.drawText(QRectF(fromPicture(QPointF(x, y)), QSizeF(side, side)), Qt::AlignCenter,
                             m_pixelText(x, y));
        }
}

void PictureCanvas::drawMarks(QPainter& painter) const
{
    const auto place = [this](QPointF relative) {
        return fromPicture({relative.x() * image().width(), relative.y() * image().height()});
    };
    painter.setRenderHint(QPainter::Antialiasing);
    const auto twice = [&painter](const auto& draw) { // dark under light, to be seen on anything
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
        draw();
        painter.setPen(QPen(QColor(255, 255, 255, 230), 1));
        draw();
    };
    if (const auto& line = m_view->line())
        twice([&] { painter.drawLine(place(line->first), place(line->second)); });
    int number = 0;
    for (const QPointF& pin : m_view->pins()) {
        const QPointF spot = place(pin);
        twice([&] { painter.drawEllipse(spot, 4, 4); });
        painter.setFont(smallerFont(2));
        const QRectF tag(spot + QPointF(6, -16), QSizeF(16, 14));
        painter.fillRect(tag, QColor(0, 0, 0, 190));
        painter.setPen(Qt::white);
        painter.drawText(tag, Qt::AlignCenter, QString::number(++number));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (const auto pixel = cursorPixel()) {
        const QRectF square(fromPicture(*pixel), fromPicture(*pixel + QPoint(1, 1)));
        const QPointF spot = square.center();
        const double gap = std::max(4.0, square.width() / 2);
        if (square.width() >= kTextZoom) { // lines would cross the values out
            twice([&] { painter.drawRect(square); });
            return;
        }
        twice([&] {
            painter.drawLine(QPointF(0, spot.y()), QPointF(spot.x() - gap, spot.y()));
            painter.drawLine(QPointF(spot.x() + gap, spot.y()), QPointF(width(), spot.y()));
            painter.drawLine(QPointF(spot.x(), 0), QPointF(spot.x(), spot.y() - gap));
            painter.drawLine(QPointF(spot.x(), spot.y() + gap), QPointF(spot.x(), height()));
            painter.drawRect(QRectF(spot - QPointF(gap, gap), QSizeF(2 * gap, 2 * gap)));
        });
    }
}

void PictureCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), tone(Tone::Surround));
    if (isEmpty()) {
        const int line = fontMetrics().height();
        QRect place = rect().adjusted(8, height() / 2 - 2 * line, -8, 0);
        painter.setFont(titleFont());
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(place, Qt::AlignHCenter | Qt::TextWordWrap, m_placeholderTitle);
        painter.setFont(font());
        painter.setPen(tone(Tone::Secondary));
        painter.drawText(place.adjusted(0, line + 8, 0, 0), Qt::AlignHCenter | Qt::TextWordWrap, m_placeholderHint);
        return;
    }
    const bool hasCurtain = !m_curtainLevels.front().isNull();
    const double seam = hasCurtain ? m_curtain * width() : width();
    drawLevels(painter, m_levels, QRectF(0, 0, seam, height()));
    if (hasCurtain) {
        drawLevels(painter, m_curtainLevels, QRectF(seam, 0, width() - seam, height()));
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
        painter.drawLine(QPointF(seam, 0), QPointF(seam, height()));
        painter.setPen(QPen(Qt::white, 1));
        painter.drawLine(QPointF(seam, 0), QPointF(seam, height()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(QColor(255, 255, 255, 230));
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1));
        painter.drawEllipse(QPointF(seam, height() / 2.0), 10, 10);
        painter.setBrush(Qt::black);
        for (const int side : {-1, 1}) {
            const double x = seam + side * 6.5;
            const double y = height() / 2.0;
            painter.drawPolygon(QPolygonF{{x, y}, {x - side * 4.0, y - 3.5}, {x - side * 4.0, y + 3.5}});
        }
        painter.setBrush(Qt::NoBrush);
    } else {
        drawPixelTexts(painter);
    }
    if (m_view)
        drawMarks(painter);
}

void PictureCanvas::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0)
        zoomAround(std::pow(kWheelStep, steps), event->position());
    event->accept();
}

void PictureCanvas::mousePressEvent(QMouseEvent* event)
{
    m_lastPosition = event->position();
    if (event->button() == Qt::LeftButton && isOnCurtain(event->position()))
        m_drag = Drag::Curtain;
    else if (event->button() == Qt::LeftButton && event->modifiers() == Qt::ShiftModifier && m_view && !isEmpty())
        m_drag = Drag::Line;
    else if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton)
        m_drag = Drag::Pan;
}

void PictureCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_view || isEmpty())
        return;
    const auto relative = [this](QPointF position) {
        const QPointF place = toPicture(position);
        return QPointF(place.x() / image().width(), place.y() / image().height());
    };
    switch (m_drag) {
    case Drag::Pan:
        panBy(event->position() - m_lastPosition);
        m_lastPosition = event->position();
        break;
    case Drag::Curtain:
        setCurtain(event->position().x() / width());
        break;
    case Drag::Line:
        m_view->setLine(std::pair(relative(m_lastPosition), relative(event->position())));
        break;
    case Drag::None:
        setCursor(isOnCurtain(event->position()) ? Qt::SplitHCursor : Qt::CrossCursor);
        break;
    }
    const QPointF place = relative(event->position());
    // The crosshair stays where the pointer leaves the pane, so that numbers can be read meanwhile.
    const bool inside = place.x() >= 0 && place.y() >= 0 && place.x() < 1 && place.y() < 1;
    m_view->setCursor(inside ? std::optional(place) : std::nullopt);
}

void PictureCanvas::mouseReleaseEvent(QMouseEvent*) { m_drag = Drag::None; }

void PictureCanvas::mouseDoubleClickEvent(QMouseEvent*)
{
    if (m_view)
        m_view->setFit(ViewState::Fit::Inside);
}

void PictureCanvas::keyPressEvent(QKeyEvent* event)
{
    QPointF direction;
    switch (event->key()) {
    case Qt::Key_Left:
        direction = {-1, 0};
        break;
    case Qt::Key_Right:
        direction = {1, 0};
        break;
    case Qt::Key_Up:
        direction = {0, -1};
        break;
    case Qt::Key_Down:
        direction = {0, 1};
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (event->modifiers() == Qt::ShiftModifier) {
        panBy(-direction * 32);
    } else if (event->modifiers() & Qt::ControlModifier && m_view && !isEmpty()) {
        const int step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
        const QPoint pixel = cursorPixel().value_or(image().rect().center()) + (direction * step).toPoint();
        const QPoint held(std::clamp(pixel.x(), 0, image().width() - 1),
                          std::clamp(pixel.y(), 0, image().height() - 1));
        m_view->setCursor(QPointF((held.x() + 0.5) / image().width(), (held.y() + 0.5) / image().height()));
    } else {
        QWidget::keyPressEvent(event);
    }
}

void PictureCanvas::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    Q_EMIT focused();
}

} // namespace duoscope
