// SPDX-License-Identifier: GPL-3.0-or-later
#undef QT_NO_KEYWORDS
#include "widgets/plots/histogram_plot.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <qcustomplot.h>

#include <algorithm>

namespace duoscope {

HistogramPlot::HistogramPlot(QWidget* parent) : PlotWidget(parent)
{
    setHorizontalRange(0, 1);
    HistogramPlot::restyle();
}

void HistogramPlot::setSeries(const QList<HistogramSeries>& series)
{
    m_series = series;
    draw();
}

void HistogramPlot::setLogarithmicCounts(bool logarithmic)
{
    setLogarithmic(logarithmic);
    draw();
}

void HistogramPlot::setReferences(const QList<double>& references)
{
    m_references = references;
    draw();
}

void HistogramPlot::restyle()
{
    PlotWidget::restyle();
    draw();
}

void HistogramPlot::draw()
{
    plot().clearGraphs();
    QString legend;
    qint64 highest = 1;
    for (const HistogramSeries& series : m_series) {
        const QColor colour = series.colour.isValid() ? series.colour : tone(Tone::Secondary);
        QColor fill = colour;
        fill.setAlpha(110);
        QCPGraph* graph = plot().addGraph();
        graph->setLineStyle(QCPGraph::lsStepLeft);
        graph->setPen(QPen(colour, 1));
        graph->setBrush(fill);
        const double width = (series.high - series.low) / static_cast<double>(series.counts.size());
        // No count is below the lower end of a logarithmic axis rather than at minus infinity.
        const double nothing = isLogarithmic() ? 0.1 : 0.0;
        for (std::size_t bin = 0; bin < series.counts.size(); ++bin) {
            highest = std::max(highest, series.counts[bin]);
            graph->addData(series.low + static_cast<double>(bin) * width,
                           std::max(static_cast<double>(series.counts[bin]), nothing));
        }
        if (!series.counts.empty())
            graph->addData(series.high, std::max(static_cast<double>(series.counts.back()), nothing));
        legend +=
            QString("<span style='color:%1'>■</span>&nbsp;%2&ensp; ").arg(colour.name(), series.name.toHtmlEscaped());
    }
    for (const double x : m_references) {
        QCPGraph* line = plot().addGraph();
        line->setPen(QPen(tone(Tone::Accent), 1, Qt::DashLine));
        line->setData({x, x}, {isLogarithmic() ? 0.1 : 0.0, 1e12}, true);
    }
    setLegend(m_series.size() > 1 ? legend : QString());
    if (!m_series.isEmpty())
        setHorizontalRange(m_series[0].low, m_series[0].high);
    setVerticalRange(isLogarithmic() ? 0.5 : 0.0, static_cast<double>(highest) * (isLogarithmic() ? 2.0 : 1.08));
    plot().replot(QCustomPlot::rpQueuedReplot);
}

QString HistogramPlot::describe(double x) const
{
    QStringList lines;
    for (const HistogramSeries& series : m_series) {
        const double bins = static_cast<double>(series.counts.size());
        const double width = (series.high - series.low) / bins;
        const double bin = std::floor((x - series.low) / width);
        if (bin < 0 || bin >= bins)
            continue;
        const qint64 count = series.counts[static_cast<std::size_t>(bin)];
        const QString range =
            tr("%1 to %2: %3 px")
                .arg(valueText(series.low + bin * width), valueText(series.low + (bin + 1) * width), countText(count));
        lines.append(m_series.size() > 1 ? series.name + ", " + range : range);
    }
    return lines.join('\n');
}

} // namespace duoscope
