// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_images.h"
#include "widgets/bridge/session.h"

#include <QTimer>
#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QListView;
class QToolButton;

namespace duoscope {

class ElidedLabel;
class MetricStore;
class StageCurves;
class StageStripModel;

/// The stages side by side, and the buttons to step through them; curves over the stages below.
class StagesPanel : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the panel.
    StagesPanel(Session& session, MetricStore& metrics, QWidget* parent = nullptr);

    QListView& strip() { return *m_strip; }
    bool isPlaying() const { return m_play.isActive(); }
    void setPlaying(bool playing); ///< from stage 0 on where the last one is shown
    void setCurvesVisible(bool visible);
    void setConvention(MetricConvention convention); ///< of the curves' metrics

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void update();
    void playOn();

    Session& m_session;
    StageStripModel* m_model;
    QToolButton* m_first;
    QToolButton* m_back;
    QToolButton* m_playButton;
    QToolButton* m_next;
    QToolButton* m_last;
    QToolButton* m_repeat;
    QLabel* m_stage;
    ElidedLabel* m_facts;
    QLabel* m_speedLabel;
    QDoubleSpinBox* m_speed;
    QListView* m_strip;
    StageCurves* m_curves;
    QTimer m_play;
};

} // namespace duoscope
