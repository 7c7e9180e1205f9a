// SPDX-License-Identifier: GPL-3.0-or-later
#undef QT_NO_KEYWORDS
#include "widgets/plots/curve_plot.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/plots/series_style.h"

#include <qcustomplot.h>

#include <cmath>

namespace duoscope {
namespace {

/// With more points markers would hide the curve, so that only some get one.
constexpr int kMarkersAtMost = 24;

QCPScatterStyle markerOf(int style, const QColor& colour)
{
    constexpr std::array kShapes{
        QCPScatterStyle::ssDisc,     QCPScatterStyle::ssSquare,           QCPScatterStyle::ssDiamond,
        QCPScatterStyle::ssTriangle, QCPScatterStyle::ssTriangleInverted, QCPScatterStyle::ssPlus};
    return {kShapes[static_cast<std::size_t>(style) % kShapes.size()], colour, colour, 5};
}

Qt::PenStyle dashesOf(int style, bool dense)
{
    constexpr std::array kDashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    return dense ? kDashes[static_cast<std::size_t>(style) % kDashes.size()] : Qt::SolidLine;
}

} // namespace

CurvePlot::CurvePlot(QWidget* parent)
    : PlotWidget(parent), m_warning(new QCPItemStraightLine(&plot())), m_warningLabel(new QCPItemText(&plot()))
{
    m_warning->setSelectable(false);
    m_warningLabel->setSelectable(false);
    m_warningLabel->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    m_warningLabel->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    m_warningLabel->setPadding({sizes::kGap, 0, 0, 1});
    setWarning(std::nullopt);
    CurvePlot::restyle();
    fitVertically();
}

void CurvePlot::setCurves(const QList<Curve>& curves)
{
    if (curves == m_curves)
        return;
    m_curves = curves;
    draw();
}

void CurvePlot::setFromZero(bool fromZero)
{
    m_fromZero = fromZero;
    draw();
}

void CurvePlot::setWarning(std::optional<double> y, const QString& label)
{
    m_warnAt = y;
    m_warning->setVisible(y.has_value());
    m_warningLabel->setVisible(y.has_value());
    m_warningLabel->setText(label);
    if (y) {
        m_warning->point1->setCoords(0, *y);
        m_warning->point2->setCoords(1, *y);
        m_warningLabel->position->setCoords(0, *y);
    }
    fitVertically();
}

void CurvePlot::setEmptyRange(double low, double high)
{
    m_emptyRange = {low, high};
    fitVertically();
}

void CurvePlot::restyle()
{
    PlotWidget::restyle();
    const QColor warn = tone(Tone::Warn);
    m_warning->setPen(QPen(warn, 1, Qt::DashLine));
    m_warningLabel->setColor(warn);
    m_warningLabel->setFont(smallerFont(2));
    draw();
}

void CurvePlot::draw()
{
    plot().clearGraphs();
    QString legend;
    for (const Curve& curve : m_curves) {
        const QColor colour = seriesColour(curve.style);
        const bool dense = curve.points.size() > kMarkersAtMost;
        QCPGraph* graph = plot().addGraph();
        graph->setPen(QPen(colour, 1.5, dashesOf(curve.style, dense)));
        graph->setScatterStyle(markerOf(curve.style, colour));
        graph->setScatterSkip(dense ? static_cast<int>(curve.points.size()) / (kMarkersAtMost / 2) : 0);
        for (const QPointF& point : curve.points)
            graph->addData(point.x(), point.y());
        legend += QString("<span style='color:%1'>%2</span>&nbsp;%3&ensp; ")
                      .arg(colour.name(), seriesMark(curve.style), curve.name.toHtmlEscaped());
    }
    setLegend(m_curves.size() > 1 ? legend : QString());
    fitVertically();
    plot().replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::fitVertically()
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto include = [&](double value) {
        if (std::isfinite(value) && (value > 0 || !isLogarithmic())) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    for (const Curve& curve : m_curves)
        for (const QPointF& point : curve.points)
            include(point.y());
    if (low > high) {
        include(m_emptyRange.first);
        include(m_emptyRange.second);
    }
    if (m_warnAt)
        include(*m_warnAt);
    if (isLogarithmic()) {
        setVerticalRange(low / 1.5, high * 1.5);
        return;
    }
    const bool fromZero = m_fromZero && low >= 0;
    if (fromZero)
        low = 0;
    if (low == high)
        high = low + 1;
    const double room = 0.1 * (high - low);
    setVerticalRange(fromZero ? 0 : low - room, m_warnAt == high ? high + 2 * room : high + room);
}

QString CurvePlot::describe(double x) const
{
    QStringList lines;
    std::optional<double> nearest;
    for (const Curve& curve : m_curves)
        for (const QPointF& point : curve.points)
            if (!nearest || std::abs(point.x() - x) < std::abs(*nearest - x))
                nearest = point.x();
    if (!nearest)
        return {};
    for (const Curve& curve : m_curves)
        for (const QPointF& point : curve.points)
            if (point.x() == *nearest) {
                const QString place = m_pointName.arg(fixedText(*nearest, 0));
                const QString value = valueText(point.y());
                lines.append(curve.name.isEmpty() ? QString("%1: %2").arg(place, value)
                                                  : QString("%1, %2: %3").arg(place, curve.name, value));
                break;
            }
    return lines.join('\n');
}

} // namespace duoscope
