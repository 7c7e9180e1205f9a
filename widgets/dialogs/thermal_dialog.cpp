// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/thermal_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>

namespace duoscope {

ThermalDialog::ThermalDialog(Session& session, QWidget* parent) : QDialog(parent), m_session(session)
{
    setWindowTitle(tr("Temperature scale"));
    const ThermalScale scale = session.thermalScale().value_or(ThermalScale());
    m_on = new QCheckBox(tr("Show degrees Celsius in the Probe"), this);
    m_on->setChecked(session.thermalScale().has_value());
    const auto field = [this](double value, int decimals, double limit) {
        auto* box = new QDoubleSpinBox(this);
        box->setDecimals(decimals);
        box->setRange(-limit, limit);
        box->setValue(value);
        connect(box, &QDoubleSpinBox::valueChanged, this, &ThermalDialog::take);
        return box;
    };
    m_gain = field(scale.gain, 6, 1e3);
    m_offset = field(scale.offset, 3, 1e6);
    auto* note = new QLabel(tr("Degrees = gain × count + offset, for infrared pictures of 16 bits. Pictures in "
                               "centikelvins have 0.01 and −273.15."),
                            this);
    note->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* form = new QFormLayout(this);
    form->addRow(m_on);
    form->addRow(tr("Gain, °C per count"), m_gain);
    form->addRow(tr("Offset, °C"), m_offset);
    form->addRow(note);
    form->addRow(buttons);
    connect(m_on, &QCheckBox::toggled, this, &ThermalDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
}

void ThermalDialog::take()
{
    m_session.setThermalScale(m_on->isChecked() ? std::optional(ThermalScale{m_gain->value(), m_offset->value()})
                                                : std::nullopt);
}

} // namespace duoscope
