// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewer/figure.h"

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace duoscope {

class CompareGrid;

/// Chooses size, captions, bars and inset of a figure of the panes, shows it, and writes it.
class FigureDialog : public QDialog {
    Q_OBJECT
public:
    /// @param grid  outlives the dialog
    explicit FigureDialog(CompareGrid& grid, QWidget* parent = nullptr);

    FigureOptions options() const;

Q_SIGNALS:
    void saveAsked(const QString& file, const duoscope::FigureOptions& options);

private:
    void refresh();
    void save();

    CompareGrid& m_grid;
    QLabel* m_preview;
    QDoubleSpinBox* m_width;
    QSpinBox* m_dpi;
    QSpinBox* m_columns;
    QCheckBox* m_captions;
    QCheckBox* m_bars;
    QCheckBox* m_inset;
    QDoubleSpinBox* m_magnification;
    QLabel* m_size;
};

} // namespace duoscope
