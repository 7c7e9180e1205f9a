// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewer/image_pane.h"

#include <QObject>

#include <optional>

namespace duoscope {

class CompareGrid;

/// While Space is held on a picture, its pane shows the layer that it is compared with. Watches the application's
/// events, for Space may be let go anywhere.
class HoldToFlip : public QObject {
    Q_OBJECT
public:
    /// @param window  whose leaving counts as letting go; both outlive this
    HoldToFlip(CompareGrid& grid, QWidget& window);
    ~HoldToFlip() override;

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    CompareGrid& m_grid;
    QWidget& m_window;
    std::optional<ImagePane::Mode> m_before; ///< while it is held
};

} // namespace duoscope
