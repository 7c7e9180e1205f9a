// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/plot_widget.h"

#include <QList>
#include <QString>
#include <QStringList>

class QCPItemText;

namespace duoscope {

/// On how many images each method is the best by each metric: a stacked horizontal bar a metric, the first on top. The
/// counts stand on the bars where there is room, and in tooltips.
class WinsPlot : public PlotWidget {
    Q_OBJECT
public:
    struct Method {
        QString name;
        int style = 0;   ///< of series_style.h
        QList<int> wins; ///< one a metric; methods that share a best value all win
        bool operator==(const Method&) const = default;
    };
    explicit WinsPlot(QWidget* parent = nullptr);

    /// @param images  that count, one a metric: on which all methods have a value
    void setWins(const QStringList& metrics, const QList<Method>& methods, const QList<int>& images);
    const QStringList& metrics() const { return m_metrics; }
    const QList<Method>& methods() const { return m_methods; }
    /// What the tooltip says of a method's part of a bar.
    QString sentence(int metric, int method) const;
    /// A height that shows all bars well, without the title and the legend.
    int comfortableHeight() const;

Q_SIGNALS:
    void metricClicked(int metric);

protected:
    void restyle() override;
    QString describeAt(double x, double y) const override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Which part of which bar is there: metric and method; -1 where there is none.
    std::pair<int, int> partAt(double x, double y) const;
    void draw();
    void placeCounts();

    struct Count {
        QCPItemText* item = nullptr;
        int wins = 0;
    };
    QStringList m_metrics;
    QList<Method> m_methods;
    QList<int> m_images;
    QList<Count> m_counts;
};

} // namespace duoscope
