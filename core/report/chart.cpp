// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

constexpr double kLeft = 0.14, kRight = 0.03, kBottom = 0.2, kTop = 0.06; ///< margins, as shares of the box
constexpr int kIntervals = 4;                                             ///< at most, between ticks

/// The smallest of 1, 2, 5, 10, … that is no less than a value.
double niceStep(double least)
{
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= least * (1 - 1e-9))
            return factor * power;
    return 10 * power;
}

} // namespace

double ChartLayout::x(double value) const
{
    if (xLast == xFirst)
        return (left + right) / 2;
    return left + (value - xFirst) / (xLast - xFirst) * (right - left);
}

double ChartLayout::y(double value) const { return bottom + (value - yLow) / (yHigh - yLow) * (top - bottom); }

ChartLayout layOut(const Chart& chart, double width, double height)
{
    ChartLayout layout;
    layout.left = kLeft * width;
    layout.right = (1 - kRight) * width;
    layout.bottom = kBottom * height;
    layout.top = (1 - kTop) * height;
    double low = 0, high = 0; // zero is always shown: a change is read from there
    for (const ChartSeries& series : chart.series)
        for (std::size_t i = 0; i < series.points.size(); ++i) {
            const auto& [x, y] = series.points[i];
            const double deviation = i < series.deviations.size() ? series.deviations[i] : 0;
            low = std::min(low, y < 0 ? y - deviation : y);
            high = std::max(high, y + deviation);
            layout.xLast = std::max(layout.xLast, static_cast<int>(std::lround(x)));
        }
    if (high <= low)
        high = low + 1;
    const double step = niceStep((high - low) / kIntervals);
    layout.yLow = std::floor(low / step + 1e-9) * step;
    layout.yHigh = std::ceil(high / step - 1e-9) * step;
    layout.yDecimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    if (std::abs(step * std::pow(10, layout.yDecimals) - std::round(step * std::pow(10, layout.yDecimals))) > 1e-6)
        ++layout.yDecimals; // 2.5
    for (double tick = layout.yLow; tick <= layout.yHigh + step / 2; tick += step)
        layout.yTicks.push_back(tick);
    return layout;
}

std::array<std::uint8_t, 3> seriesColour(std::size_t index)
{
    constexpr std::array<std::array<std::uint8_t, 3>, 6> kColours{{{0x0A, 0x6E, 0x67},
                                                                   {0xD5, 0x5E, 0x00},
                                                                   {0x00, 0x72, 0xB2},
                                                                   {0xCC, 0x79, 0xA7},
                                                                   {0x8A, 0x5D, 0x00},
                                                                   {0x58, 0x58, 0x5E}}};
    return kColours[index % kColours.size()];
}

} // namespace duoscope
