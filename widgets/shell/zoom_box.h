// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace duoscope {

class CompareGrid;

/// Says how large the current pane shows its picture, and takes a choice or a typed percentage.
class ZoomBox : public QComboBox {
    Q_OBJECT
public:
    /// The grid is there as long as the window is.
    explicit ZoomBox(CompareGrid& grid, QWidget* parent = nullptr);

    void choose(const QString& text); ///< one of the items, or whatever has a number: percent
    void updateText();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    CompareGrid& m_grid;
};

} // namespace duoscope
