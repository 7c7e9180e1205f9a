// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/probe_panel.h"

#include "widgets/bridge/look.h"
#include "widgets/models/probe_model.h"
#include "widgets/panels/weight_delegate.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace duoscope {

ProbePanel::ProbePanel(Session& session, ViewState& view, QWidget* parent) : QWidget(parent), m_view(view)
{
    m_model = new ProbeModel(session, view, this);
    m_place = new QLabel(this);
    m_place->setFont(smallerFont(2));
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new SwatchDelegate(ProbeModel::ColourRole, m_table));
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(sizes::kRow);
    QHeaderView* header = m_table->horizontalHeader();
    header->setFont(smallerFont(2));
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(padded(m_place));
    layout->addWidget(m_table, 1);
    connect(&view, &ViewState::cursorChanged, this, &ProbePanel::updatePlace);
    connect(&view, &ViewState::pinsChanged, this, &ProbePanel::updatePlace);
    connect(&session, &Session::traceChanged, this, &ProbePanel::updatePlace);
    retranslate();
}

void ProbePanel::retranslate()
{
    m_model->retranslate();
    m_table->setAccessibleName(tr("Values of all layers under the cursor"));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, tone(Tone::Secondary));
    m_place->setPalette(colours);
    updatePlace();
}

void ProbePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void ProbePanel::updatePlace()
{
    const auto pixel = m_model->cursorPixel();
    QString text = pixel ? tr("x %1 · y %2").arg(pixel->x()).arg(pixel->y())
                         : tr("Point at a picture; Ctrl+arrows move the crosshair");
    if (const auto pins = m_view.pins().size(); pins > 0)
        text += " · " + tr("%1 pinned").arg(pins);
    else if (pixel)
        text += " · " + tr("P pins the pixel");
    m_place->setText(text);
}

} // namespace duoscope
