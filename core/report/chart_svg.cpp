// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/report/chart.h"
#include "core/report/html_text.h"

namespace duoscope {
namespace {

constexpr double kWidth = 200, kHeight = 130;

/// Draws with y growing downwards, as SVG has it.
class SvgChart {
public:
    explicit SvgChart(const Chart& chart) : m_chart(chart), m_layout(layOut(chart, kWidth, kHeight)) {}

    std::string text()
    {
        m_svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 130\" role=\"img\" aria-label=\"" +
                htmlText(m_chart.title) + "\" font-size=\"9\" fill=\"#58585E\">";
        axes();
        for (std::size_t i = 0; i < m_chart.series.size(); ++i)
            series(m_chart.series[i], i);
        return m_svg + "</svg>";
    }

private:
    static std::string number(double value) { return fixedNumber(value, 1); }

    std::string at(double x, double y) const { return number(x) + ',' + number(kHeight - y); }

    void line(double x1, double y1, double x2, double y2, const char* colour)
    {
        m_svg += "<path d=\"M" + at(x1, y1) + 'L' + at(x2, y2) + "\" stroke=\"" + colour + "\" fill=\"none\"/>";
    }

    void label(double x, double y, const char* anchor, const std::string& words)
    {
        m_svg += "<text x=\"" + number(x) + "\" y=\"" + number(kHeight - y) + "\" text-anchor=\"" + anchor + "\">" +
                 htmlText(words) + "</text>";
    }

    void axes()
    {
        for (const double tick : m_layout.yTicks) {
            line(m_layout.left, m_layout.y(tick), m_layout.right, m_layout.y(tick), tick == 0 ? "#8A8A90" : "#E6E6E8");
            label(m_layout.left - 4, m_layout.y(tick) - 3.5, "end", fixedNumber(tick, m_layout.yDecimals));
        }
        for (int k = m_layout.xFirst; k <= m_layout.xLast; ++k)
            label(m_layout.x(k), m_layout.bottom - 11, "middle", std::to_string(k));
        label((m_layout.left + m_layout.right) / 2, 3, "middle", m_chart.xLabel);
    }

    void series(const ChartSeries& one, std::size_t index)
    {
        const std::string colour = htmlColour(seriesColour(index));
        std::string path;
        for (std::size_t i = 0; i < one.points.size(); ++i) {
            const auto& [x, y] = one.points[i];
            path += (i == 0 ? "M" : "L") + at(m_layout.x(x), m_layout.y(y));
            if (i < one.deviations.size() && one.deviations[i] > 0) {
                const double low = y - one.deviations[i] < m_layout.yLow ? m_layout.yLow : y - one.deviations[i];
                line(m_layout.x(x), m_layout.y(low), m_layout.x(x), m_layout.y(y + one.deviations[i]), colour.c_str());
            }
            marker(m_layout.x(x), m_layout.y(y), index, colour);
        }
        m_svg += "<path d=\"" + path + "\" stroke=\"" + colour + "\" stroke-width=\"1.5\" fill=\"none\"/>";
    }

    /// Series differ by their markers, too: colour alone would not tell them apart in print.
    void marker(double x, double y, std::size_t index, const std::string& colour)
    {
        const std::string fill = "\" fill=\"" + colour + "\"/>";
        if (index % 3 == 0)
            m_svg += "<circle cx=\"" + number(x) + "\" cy=\"" + number(kHeight - y) + "\" r=\"2.2" + fill;
        else if (index % 3 == 1)
            m_svg += "<path d=\"M" + at(x - 2, y - 2) + "h4v-4h-4z" + fill;
        else
            m_svg += "<path d=\"M" + at(x - 3, y - 2.2) + "h6l-3,-5z" + fill;
    }

    const Chart& m_chart;
    ChartLayout m_layout;
    std::string m_svg;
};

} // namespace

std::string chartSvg(const Chart& chart) { return SvgChart(chart).text(); }

} // namespace duoscope
