// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/view_state.h"

#include <QImage>
#include <QWidget>

#include <functional>
#include <vector>

namespace duoscope {

/// Shows a picture where a ViewState says: panned, zoomed, with the crosshair, pins and, from 32 times on, the values
/// on the pixels. Below 100 % it draws from a pyramid of means; above, pixels are squares. Zoom counts in device
/// pixels.
class PictureCanvas : public QWidget {
    Q_OBJECT
public:
    /// The text on a pixel: (x, y) → "0.93".
    using PixelText = std::function<QString(int x, int y)>;

    explicit PictureCanvas(QWidget* parent = nullptr);

    /// The state outlives the canvas or is replaced before.
    void setView(ViewState* view);
    ViewState* view() const { return m_view; }
    /// @param image  RGB32; null shows the placeholder instead
    void setImage(const QImage& image, PixelText pixelText = {});
    const QImage& image() const { return m_levels.front(); }
    /// A second picture right of the curtain, of any size; null: none.
    void setCurtainImage(const QImage& image);
    const QImage& curtainImage() const { return m_curtainLevels.front(); }
    void setCurtain(double share); ///< of the width, in [0, 1]
    double curtain() const { return m_curtain; }
    void setPlaceholder(const QString& title, const QString& hint);

    double zoom() const; ///< device pixels for a pixel of the picture, with Inside and Fill worked out
    QPointF toPicture(QPointF position) const; ///< widget → pixels of the picture
    QPointF fromPicture(QPointF place) const;  ///< the inverse
    /// The pixel under the linked cursor, if there is one within the picture.
    std::optional<QPoint> cursorPixel() const;
    void zoomAround(double factor, QPointF position);

Q_SIGNALS:
    void focused();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    QSize sizeHint() const override { return {320, 240}; }
    QSize minimumSizeHint() const override { return {120, 90}; }

private:
    enum class Drag { None, Pan, Curtain, Line };

    bool isEmpty() const { return m_levels.front().isNull(); }
    QRectF pictureRect() const; ///< where all of the picture lies, widget coordinates
    void drawLevels(QPainter& painter, std::vector<QImage>& levels, const QRectF& clip) const;
    void drawPixelTexts(QPainter& painter) const;
    void drawMarks(QPainter& painter) const;
    void panBy(QPointF distance);
    bool isOnCurtain(QPointF position) const;

    ViewState* m_view = nullptr;
    mutable std::vector<QImage> m_levels;        ///< each half of the one before; the first is the picture
    mutable std::vector<QImage> m_curtainLevels; ///< likewise
    PixelText m_pixelText;
    double m_curtain = 0.5;
    QString m_placeholderTitle;
    QString m_placeholderHint;
    Drag m_drag = Drag::None;
    QPointF m_lastPosition;
};

} // namespace duoscope
