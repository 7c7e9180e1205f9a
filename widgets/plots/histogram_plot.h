// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/plot_widget.h"

#include <QColor>
#include <QList>

#include <vector>

namespace duoscope {

/// Counts of equal parts of a range.
struct HistogramSeries {
    QString name;  ///< for the legend, which is there from two series on
    QColor colour; ///< invalid: that of text that is secondary
    double low = 0;
    double high = 1;
    std::vector<qint64> counts;
};

/// Histograms as areas, the later above the earlier.
class HistogramPlot : public PlotWidget {
    Q_OBJECT
public:
    explicit HistogramPlot(QWidget* parent = nullptr);

    void setSeries(const QList<HistogramSeries>& series);
    const QList<HistogramSeries>& series() const { return m_series; }
    /// Instead of PlotWidget::setLogarithmic(): fits the axis, too.
    void setLogarithmicCounts(bool logarithmic);
    /// Vertical dashed lines, for percentiles.
    void setReferences(const QList<double>& references);

protected:
    void restyle() override;
    QString describe(double x) const override;

private:
    void draw();

    QList<HistogramSeries> m_series;
    QList<double> m_references;
};

} // namespace duoscope
