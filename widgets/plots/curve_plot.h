// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/plot_widget.h"

#include <QList>
#include <QPointF>

#include <utility>

class QCPItemText;

namespace duoscope {

/// A curve; points from left to right, NaN leaves a gap.
struct Curve {
    QString name; ///< for the legend, which is there from two curves on
    QList<QPointF> points;
    int style = 0; ///< see series_style.h

    bool operator==(const Curve&) const = default;
};

/// Curves over a common axis.
class CurvePlot : public PlotWidget {
    Q_OBJECT
public:
    explicit CurvePlot(QWidget* parent = nullptr);

    void setCurves(const QList<Curve>& curves);
    const QList<Curve>& curves() const { return m_curves; }
    /// Whether the vertical axis begins at zero where no value is negative; else it fits the values. On by default.
    void setFromZero(bool fromZero);
    /// A dashed horizontal line that is always in view.
    void setWarning(std::optional<double> y, const QString& label = {});
    /// The vertical axis while there are no curves.
    void setEmptyRange(double low, double high);
    /// Calls the points along the horizontal axis, "f%1" → "f3", in tooltips.
    void setPointName(const QString& pattern) { m_pointName = pattern; }

protected:
    void restyle() override;
    QString describe(double x) const override;

private:
    void fitVertically();
    void draw();

    QList<Curve> m_curves;
    QCPItemStraightLine* m_warning;
    QCPItemText* m_warningLabel;
    std::optional<double> m_warnAt;
    bool m_fromZero = true;
    std::pair<double, double> m_emptyRange{0, 1};
    QString m_pointName = "%1";
};

} // namespace duoscope
