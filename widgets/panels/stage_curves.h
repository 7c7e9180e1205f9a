// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/models/metric_store.h"

#include <QTimer>
#include <QWidget>

class QAction;

namespace duoscope {

class CurvePlot;

/// Numbers of the current result over its stages, as small plots side by side: change, completeness residual, metrics,
/// step size. Where it is narrow, the last ones give way. A click goes to the nearest stage.
class StageCurves : public QWidget {
    Q_OBJECT
public:
    /// @param session, store  must live as long
    StageCurves(Session& session, MetricStore& store, QWidget* parent = nullptr);

    void setConvention(MetricConvention convention); ///< of the metrics
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void fillMetrics();
    void showMarkers();
    void showAsManyAsFit();

    Session& m_session;
    MetricStore& m_store;
    MetricConvention m_convention = MetricConvention::Paper;
    CurvePlot* m_change;
    CurvePlot* m_completeness;
    CurvePlot* m_metrics;
    CurvePlot* m_stepSize;
    QList<CurvePlot*> m_plots; ///< from the left
    QAction* m_logarithmic;
    QTimer m_soon; ///< refreshes once after a burst of changes
};

} // namespace duoscope
