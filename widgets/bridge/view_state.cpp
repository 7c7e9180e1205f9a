// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/view_state.h"

#include <algorithm>

namespace duoscope {
namespace {

constexpr double kSmallestZoom = 1.0 / 64;
constexpr double kLargestZoom = 256;

} // namespace

void ViewState::setFit(Fit fit)
{
    if (m_fit == fit)
        return;
    m_fit = fit;
    m_centre = {0.5, 0.5};
    Q_EMIT viewChanged();
}

void ViewState::setFree(double zoom, QPointF centre)
{
    zoom = std::clamp(zoom, kSmallestZoom, kLargestZoom);
    centre = {std::clamp(centre.x(), 0.0, 1.0), std::clamp(centre.y(), 0.0, 1.0)};
    if (m_fit == Fit::Free && zoom == m_zoom && centre == m_centre)
        return;
    m_fit = Fit::Free;
    m_zoom = zoom;
    m_centre = centre;
    Q_EMIT viewChanged();
}

void ViewState::setCursor(std::optional<QPointF> place)
{
    if (place == m_cursor)
        return;
    m_cursor = place;
    Q_EMIT cursorChanged();
}

void ViewState::addPin(QPointF place)
{
    m_pins.push_back(place);
    Q_EMIT pinsChanged();
}

void ViewState::clearPins()
{
    if (m_pins.empty())
        return;
    m_pins.clear();
    Q_EMIT pinsChanged();
}

void ViewState::setLine(std::optional<std::pair<QPointF, QPointF>> line)
{
    if (line == m_line)
        return;
    m_line = line;
    Q_EMIT lineChanged();
}

} // namespace duoscope
