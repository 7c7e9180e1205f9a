// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace duoscope {

struct ChartSeries {
    std::string name;
    std::vector<std::pair<double, double>> points; ///< x, y; finite
    std::vector<double> deviations;                ///< of each y; empty for none
};

/// A small line chart with whole numbers from 1 on along x, as stages are.
struct Chart {
    std::string title; ///< what y is, with its unit
    std::string xLabel;
    std::vector<ChartSeries> series;
};

/// Where a chart's parts lie in a box, in any unit: y grows upwards from the lower edge.
struct ChartLayout {
    double left = 0, right = 0, bottom = 0, top = 0; ///< of the plot
    double yLow = 0, yHigh = 1;                      ///< values at bottom and top
    std::vector<double> yTicks;                      ///< values
    int yDecimals = 0;
    int xFirst = 1, xLast = 1;

    double x(double value) const;
    double y(double value) const;
};

/// @param width, height  of the box
ChartLayout layOut(const Chart& chart, double width, double height);

/// Colours of series, told apart also by those who do not see all colours (Okabe and Ito 2008). RGB.
std::array<std::uint8_t, 3> seriesColour(std::size_t index);

/// The chart as an SVG element for HTML. Colours and text are its own, so it needs no style sheet.
std::string chartSvg(const Chart& chart);

/// The chart as a picture environment for LaTeX with pict2e and xcolor.
std::string chartLatex(const Chart& chart);

} // namespace duoscope
