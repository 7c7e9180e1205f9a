// SPDX-License-Identifier: GPL-3.0-or-later
#undef QT_NO_KEYWORDS
#include "widgets/plots/wins_plot.h"

#include "widgets/bridge/look.h"
#include "widgets/plots/series_style.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

constexpr double kBarWidth = 0.74; ///< of the room for a metric
constexpr int kComfortableBar = 20;

/// Bars count downwards, so that the first metric is on top.
double placeOf(int metric) { return -metric; }

} // namespace

WinsPlot::WinsPlot(QWidget* parent) : PlotWidget(parent)
{
    setWholeNumbers(true);
    plot().xAxis->grid()->setVisible(true);
    plot().yAxis->grid()->setVisible(false);
    plot().yAxis->setBasePen(Qt::NoPen);
    connect(&plot(), &QCustomPlot::afterLayout, this, &WinsPlot::placeCounts);
    connect(&plot(), &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        const int metric = static_cast<int>(std::lround(-plot().yAxis->pixelToCoord(event->position().y())));
        if (event->button() == Qt::LeftButton && metric >= 0 && metric < m_metrics.size())
            Q_EMIT metricClicked(metric);
    });
    WinsPlot::restyle();
}

void WinsPlot::setWins(const QStringList& metrics, const QList<Method>& methods, const QList<int>& images)
{
    if (metrics == m_metrics && methods == m_methods && images == m_images)
        return;
    m_metrics = metrics;
    m_methods = methods;
    m_images = images;
    draw();
}

int WinsPlot::comfortableHeight() const
{
    return std::max(3, static_cast<int>(m_metrics.size())) * kComfortableBar + 2 * sizes::kRow;
}

void WinsPlot::restyle()
{
    PlotWidget::restyle();
    plot().yAxis->setBasePen(Qt::NoPen);
    plot().yAxis->setTickPen(Qt::NoPen);
    plot().yAxis->setTickLabelColor(palette().color(QPalette::Text));
    draw();
}

void WinsPlot::draw()
{
    plot().clearPlottables();
    for (const Count& count : std::as_const(m_counts))
        plot().removeItem(count.item);
    m_counts.clear();

    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (int metric = 0; metric < m_metrics.size(); ++metric)
        ticker->addTick(placeOf(metric), m_metrics[metric]);
    plot().yAxis->setTicker(ticker);
    setVerticalRange(placeOf(static_cast<int>(m_metrics.size()) - 1) - 0.5, 0.5);

    QString legend;
    QList<int> sums(m_metrics.size(), 0);
    QCPBars* below = nullptr;
    for (const Method& method : std::as_const(m_methods)) {
        auto* bars = new QCPBars(plot().yAxis, plot().xAxis);
        bars->setWidth(kBarWidth);
        bars->setBrush(seriesFill(method.style));
        bars->setPen(QPen(palette().color(QPalette::Base), 1)); // parts methods of one colour
        bars->setSelectable(QCP::stNone);
        for (int metric = 0; metric < m_metrics.size(); ++metric) {
            const int wins = method.wins.value(metric);
            bars->addData(placeOf(metric), wins);
            if (wins == 0)
                continue;
            auto* text = new QCPItemText(&plot());
            text->setSelectable(false);
            text->setText(QString::number(wins));
            text->setFont(smallerFont(2));
            text->setPadding({1, 0, 1, 0});
            const bool isPlain = seriesFill(method.style).style() == Qt::SolidPattern;
            text->setColor(tone(Tone::AccentText));
            text->setBrush(isPlain ? QBrush(Qt::NoBrush) : QBrush(seriesColour(method.style)));
            text->setPositionAlignment(Qt::AlignCenter);
            text->position->setCoords(sums[metric] + wins / 2.0, placeOf(metric));
            m_counts.append({text, wins});
            sums[metric] += wins;
        }
        if (below)
            bars->moveAbove(below);
        below = bars;
        legend += QString("<span style='color:%1'>%2</span>&nbsp;%3&ensp; ")
                      .arg(seriesColour(method.style).name(), seriesFillMark(method.style),
                           method.name.toHtmlEscaped().replace(' ', "&nbsp;"));
    }
    setLegend(legend);
    int widest = 1;
    for (const QList<int>& numbers : {sums, m_images})
        for (const int number : numbers)
            widest = std::max(widest, number);
    plot().xAxis->setRange(0, widest);
    plot().replot(QCustomPlot::rpQueuedReplot);
}

void WinsPlot::placeCounts()
{
    const QCPAxis* axis = plot().xAxis;
    const double pixels = std::abs(axis->coordToPixel(1) - axis->coordToPixel(0));
    const QFontMetrics metrics(smallerFont(2));
    const double barHeight = kBarWidth * std::abs(plot().yAxis->coordToPixel(1) - plot().yAxis->coordToPixel(0));
    for (const Count& count : std::as_const(m_counts))
        count.item->setVisible(metrics.horizontalAdvance(count.item->text()) + 4 <= count.wins * pixels &&
                               metrics.capHeight() + 2 <= barHeight);
}

void WinsPlot::resizeEvent(QResizeEvent* event)
{
    PlotWidget::resizeEvent(event);
    plot().replot(QCustomPlot::rpQueuedReplot); // with the counts that have room now
}

std::pair<int, int> WinsPlot::partAt(double x, double y) const
{
    const int metric = static_cast<int>(std::lround(-y));
    if (metric < 0 || metric >= m_metrics.size() || std::abs(-y - metric) > kBarWidth / 2 || x < 0)
        return {-1, -1};
    double end = 0;
    for (int method = 0; method < m_methods.size(); ++method) {
        end += m_methods[method].wins.value(metric);
        if (x < end)
            return {metric, method};
    }
    return {-1, -1};
}

QString WinsPlot::sentence(int metric, int method) const
{
    return tr("%1: best by %2 on %3 of %4 pairs")
        .arg(m_methods[method].name, m_metrics[metric])
        .arg(m_methods[method].wins.value(metric))
        .arg(m_images.value(metric));
}

QString WinsPlot::describeAt(double x, double y) const
{
    const auto [metric, method] = partAt(x, y);
    return metric < 0 ? QString() : sentence(metric, method);
}

} // namespace duoscope
