// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QWidget>

#include <array>

class QLabel;

namespace duoscope {

class MetricStore;

/// What a what-if does to the metrics of the paper's tables: its values, the attributed ones and the change.
class WhatIfOutcome : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the widget.
    WhatIfOutcome(Session& session, MetricStore& metrics, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    static constexpr int kMetrics = 6;
    enum Row { Head, WhatIf, Attributed, Change, RowCount };

    void retranslate();
    void update();
    void fill();

    Session& m_session;
    MetricStore& m_metrics;
    std::array<std::array<QLabel*, kMetrics + 1>, RowCount> m_cells{};
};

} // namespace duoscope
