// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QDialog>

class QCheckBox;
class QDoubleSpinBox;

namespace duoscope {

/// Gain and offset that turn the counts of 16-bit infrared pictures into degrees Celsius. Acts at once.
class ThermalDialog : public QDialog {
    Q_OBJECT
public:
    /// The session outlives the dialog.
    explicit ThermalDialog(Session& session, QWidget* parent = nullptr);

private:
    void take();

    Session& m_session;
    QCheckBox* m_on;
    QDoubleSpinBox* m_gain;
    QDoubleSpinBox* m_offset;
};

} // namespace duoscope
