// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace duoscope {

class ClassTableModel;
class MetricStore;
class WeightSlider;

/// Which sensor decided each class's region, and what if it were otherwise: a class's weight can be dragged, and the
/// stages are computed anew.
class AttributionPanel : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the panel.
    AttributionPanel(Session& session, MetricStore& metrics, QWidget* parent = nullptr);

    QTableView& table() { return *m_table; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void update();
    void updateWhatIf();
    void selectRow();
    void showWeight(double weight); ///< in slider, field and note
    void commit();                  ///< asks for the weight that is shown

    Session& m_session;
    ClassTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QLabel* m_facts;
    QTableView* m_table;
    QLabel* m_note;
    QWidget* m_whatIf;
    QLabel* m_whatIfTitle;
    QLabel* m_changed;
    QLabel* m_className;
    WeightSlider* m_slider;
    QDoubleSpinBox* m_spin;
    QLabel* m_attributed;
    QLabel* m_visible;
    QCheckBox* m_follow;
    QPushButton* m_resetClass;
    QPushButton* m_resetAll;
    int m_delayedClass = -1; ///< whose weight is being dragged
    QTimer m_delay;          ///< collects the moves of a drag within a frame or two
    bool m_updating = false;
};

} // namespace duoscope
