// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/report/chart.h"
#include "core/report/html_text.h"

#include <algorithm>

namespace duoscope {
namespace {

constexpr double kWidth = 50, kHeight = 32; ///< mm

class LatexChart {
public:
    explicit LatexChart(const Chart& chart) : m_chart(chart), m_layout(layOut(chart, kWidth, kHeight)) {}

    std::string text()
    {
        m_tex = "{\\setlength{\\unitlength}{1mm}\\scriptsize\\begin{picture}(50,32)\n\\color{black!60}\n";
        axes();
        for (std::size_t i = 0; i < m_chart.series.size(); ++i)
            series(m_chart.series[i], i);
        return m_tex + "\\end{picture}}";
    }

private:
    static std::string number(double value) { return fixedNumber(value, 2); }

    static std::string at(double x, double y) { return '(' + number(x) + ',' + number(y) + ')'; }

    void label(double x, double y, const char* place, const std::string& words)
    {
        m_tex += "\\put" + at(x, y) + "{\\makebox(0,0)[" + place + "]{" + words + "}}\n";
    }

    void axes()
    {
        for (const double tick : m_layout.yTicks) {
            m_tex += std::string(tick == 0 ? "{\\color{black!50}" : "{\\color{black!12}") + "\\Line" +
                     at(m_layout.left, m_layout.y(tick)) + at(m_layout.right, m_layout.y(tick)) + "}\n";
            label(m_layout.left - 1, m_layout.y(tick), "r", latexNumber(fixedNumber(tick, m_layout.yDecimals)));
        }
        for (int k = m_layout.xFirst; k <= m_layout.xLast; ++k)
            label(m_layout.x(k), m_layout.bottom - 0.8, "t", std::to_string(k));
        label((m_layout.left + m_layout.right) / 2, 0, "b", latexText(m_chart.xLabel));
    }

    void series(const ChartSeries& one, std::size_t index)
    {
        m_tex += "{\\color[HTML]{" + htmlColour(seriesColour(index)).substr(1) + "}";
        std::string line;
        for (std::size_t i = 0; i < one.points.size(); ++i) {
            const auto& [x, y] = one.points[i];
            line += at(m_layout.x(x), m_layout.y(y));
            if (i < one.deviations.size() && one.deviations[i] > 0)
                m_tex += "\\Line" + at(m_layout.x(x), m_layout.y(std::max(m_layout.yLow, y - one.deviations[i]))) +
                         at(m_layout.x(x), m_layout.y(y + one.deviations[i]));
            marker(m_layout.x(x), m_layout.y(y), index);
        }
        if (one.points.size() > 1)
            m_tex += "\\polyline" + line;
        m_tex += "}\n";
    }

    void marker(double x, double y, std::size_t index)
    {
        if (index % 3 == 0)
            m_tex += "\\put" + at(x, y) + "{\\circle*{1}}";
        else if (index % 3 == 1)
            m_tex += "\\polygon*" + at(x - 0.5, y - 0.5) + at(x + 0.5, y - 0.5) + at(x + 0.5, y + 0.5) +
                     at(x - 0.5, y + 0.5);
        else
            m_tex += "\\polygon*" + at(x - 0.7, y - 0.5) + at(x + 0.7, y - 0.5) + at(x, y + 0.7);
    }

    const Chart& m_chart;
    ChartLayout m_layout;
    std::string m_tex;
};

} // namespace

std::string chartLatex(const Chart& chart) { return LatexChart(chart).text(); }

} // namespace duoscope
