// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/display_range.h"

#include <QImage>
#include <QString>

#include <optional>
#include <vector>

namespace duoscope {

class CompareGrid;

/// One panel of a figure, from data rather than from the screen.
struct FigurePanel {
    QString caption;     ///< "Fused f₅"
    QImage picture;      ///< coloured, at its own size
    bool hasBar = false; ///< a colour bar makes sense
    DisplayRange range;  ///< of the bar
    ColourMapName map = ColourMapName::Gray;
    QString unit;
};

struct FigureOptions {
    int columns = 3;
    double width = 180; ///< millimetres, of the whole figure
    int dpi = 300;      ///< of PNG
    bool captions = true;
    bool bars = true;
    std::optional<QPointF> inset; ///< middle of a magnified part, relative to the picture; the same in every panel
    double insetPart = 0.12;      ///< of the picture's width that is magnified
    double magnification = 3;
};

/// The panes of a grid that have a picture, in reading order.
std::vector<FigurePanel> figurePanels(CompareGrid& grid);

/// Writes the figure as PNG, PDF or SVG, by the file's ending; nothing half-written stays behind. In PDF and SVG text
/// and bars are vectors, pictures keep their pixels. Throws Error(Usage) for no panels or another ending,
/// Error(Output).
void writeFigure(const QString& file, const std::vector<FigurePanel>& panels, const FigureOptions& options);

/// The figure as it would be written, so many pixels wide.
QImage figurePreview(const std::vector<FigurePanel>& panels, const FigureOptions& options, int width);

} // namespace duoscope
