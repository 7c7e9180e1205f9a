// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/bridge/view_state.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace duoscope {

class ProbeModel;

/// Every layer's value under the cursor, and at the pins.
class ProbePanel : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the panel.
    ProbePanel(Session& session, ViewState& view, QWidget* parent = nullptr);

    QTableView& table() { return *m_table; }
    ProbeModel& model() { return *m_model; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void updatePlace();

    ViewState& m_view;
    ProbeModel* m_model;
    QLabel* m_place;
    QTableView* m_table;
};

} // namespace duoscope
