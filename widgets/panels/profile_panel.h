// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QPointF>
#include <QTimer>
#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;

namespace duoscope {

class CurvePlot;
class ViewState;

/// Values of pixels along a line, as stored: nothing between them is made up.
/// @param from, to  relative to the picture, (0,0) its upper left corner and (1,1) its lower right one
/// @param values    CV_32FC1
/// @return x: distance from the first pixel in pixels; y: value, NaN where it is not finite. Empty for an empty matrix.
QList<QPointF> valuesAlong(const cv::Mat& values, QPointF from, QPointF to);

/// Values along the line of a view state through several layers, a curve each. Layers of different units get plots of
/// their own.
class ProfilePanel : public QWidget {
    Q_OBJECT
public:
    /// @param session, view  must live as long
    ProfilePanel(Session& session, ViewState& view, QWidget* parent = nullptr);

    void setLayers(const std::vector<Layer>& layers);
    const std::vector<Layer>& layers() const { return m_layers; }
    QSize sizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    Session& m_session;
    ViewState& m_view;
    std::vector<Layer> m_layers;
    QHBoxLayout* m_row;
    QList<CurvePlot*> m_plots; ///< those that are not needed are hidden
    QLabel* m_empty;
    QTimer m_soon; ///< refreshes once after a burst of changes
};

} // namespace duoscope
