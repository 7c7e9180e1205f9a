// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>

#include <optional>
#include <vector>

namespace duoscope {

/// Where linked panes look. Places are relative to the picture, (0,0) its upper left corner and (1,1) its lower right
/// one, so that pictures of other sizes link by relative position.
class ViewState : public QObject {
    Q_OBJECT
public:
    enum class Fit { Inside, Fill, Free }; ///< Free: zoom() counts

    explicit ViewState(QObject* parent = nullptr) : QObject(parent) {}

    Fit fit() const { return m_fit; }
    void setFit(Fit fit); ///< Inside and Fill follow the pane's size
    /// Device pixels for a pixel of the picture; 1 is 100 %.
    double zoom() const { return m_zoom; }
    QPointF centre() const { return m_centre; } ///< in the middle of the pane
    void setFree(double zoom, QPointF centre);  ///< zoom is held within 1/64 … 256, centre within the picture

    std::optional<QPointF> cursor() const { return m_cursor; }
    void setCursor(std::optional<QPointF> place);
    const std::vector<QPointF>& pins() const { return m_pins; }
    void addPin(QPointF place);
    void clearPins();
    /// A line for profiles, from … to.
    const std::optional<std::pair<QPointF, QPointF>>& line() const { return m_line; }
    void setLine(std::optional<std::pair<QPointF, QPointF>> line);

Q_SIGNALS:
    void viewChanged();
    void cursorChanged();
    void pinsChanged();
    void lineChanged();

private:
    Fit m_fit = Fit::Inside;
    double m_zoom = 1;
    QPointF m_centre{0.5, 0.5};
    std::optional<QPointF> m_cursor;
    std::vector<QPointF> m_pins;
    std::optional<std::pair<QPointF, QPointF>> m_line;
};

} // namespace duoscope
