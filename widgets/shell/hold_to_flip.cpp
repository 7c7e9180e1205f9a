// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/hold_to_flip.h"

#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QApplication>
#include <QKeyEvent>

namespace duoscope {

HoldToFlip::HoldToFlip(CompareGrid& grid, QWidget& window) : m_grid(grid), m_window(window)
{
    qApp->installEventFilter(this);
}

HoldToFlip::~HoldToFlip() { qApp->removeEventFilter(this); }

bool HoldToFlip::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && qobject_cast<PictureCanvas*>(watched)) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            if (!m_before) {
                m_before = m_grid.isBlinking() ? ImagePane::Mode::Alone : m_grid.mode();
                m_grid.setBlinking(false);
                m_grid.setMode(ImagePane::Mode::Flipped);
            }
            return true;
        }
    }
    const bool released = event->type() == QEvent::KeyRelease &&
                          static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space &&
                          !static_cast<QKeyEvent*>(event)->isAutoRepeat();
    const bool gone = event->type() == QEvent::WindowDeactivate && watched == &m_window;
    if (m_before && (released || gone)) {
        m_grid.setMode(*m_before);
        m_before.reset();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace duoscope
