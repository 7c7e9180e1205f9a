// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

class QCPItemStraightLine;
class QCustomPlot;
class QLabel;

namespace duoscope {

class ElidedLabel;

/// A small diagram in the look of the window: title left above, thin grid lines, no box. What is drawn in it comes from
/// CurvePlot, HistogramPlot and
/// WinsPlot.
class PlotWidget : public QWidget {
    Q_OBJECT
public:
    explicit PlotWidget(QWidget* parent = nullptr);
    ~PlotWidget() override;

    /// @param corner  right above, what the horizontal axis is, unit included; gives way where there is no room
    void setTitle(const QString& title, const QString& corner = {});
    void setHorizontalRange(double low, double high);
    /// Only whole numbers along the horizontal axis.
    void setWholeNumbers(bool whole);
    /// Of the vertical axis. Only what is positive is shown then.
    void setLogarithmic(bool logarithmic);
    bool isLogarithmic() const { return m_logarithmic; }
    /// A vertical line in the accent colour.
    void setMarker(std::optional<double> x);
    /// Text in the middle: why there is nothing to see. Empty: none.
    void setNote(const QString& text);
    QString note() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked(double x); ///< in units of the horizontal axis

protected:
    /// Colours and fonts from the palette; called again whenever it changes. Extend it.
    virtual void restyle();
    /// What a tooltip says of the place; empty for nothing.
    virtual QString describe(double x) const;
    /// Likewise, for plots whose vertical axis matters, too.
    virtual QString describeAt(double x, double y) const;

    QCustomPlot& plot() { return *m_plot; }
    void setVerticalRange(double low, double high);
    /// Rich text below the title; empty: none.
    void setLegend(const QString& html);
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrangeHead();

    ElidedLabel* m_title;
    QLabel* m_corner;
    QLabel* m_legend;
    QLabel* m_note;
    QCustomPlot* m_plot;
    QCPItemStraightLine* m_marker;
    bool m_wholeNumbers = false;
    bool m_logarithmic = false;
};

} // namespace duoscope
