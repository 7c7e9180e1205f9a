// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/attribution_panel.h"

#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/class_table_model.h"
#include "widgets/panels/weight_delegate.h"
#include "widgets/panels/weight_slider.h"
#include "widgets/panels/what_if_outcome.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace duoscope {

AttributionPanel::AttributionPanel(Session& session, MetricStore& metrics, QWidget* parent)
    : QWidget(parent), m_session(session)
{
    m_facts = new QLabel(this);
    m_facts->setFont(smallerFont(2));
    m_facts->setWordWrap(true);
    m_model = new ClassTableModel(session, this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ClassTableModel::SortRole);
    m_table = new QTableView(this);
    m_table->setModel(m_sorted);
    m_table->setItemDelegate(new WeightDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSortingEnabled(true);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(sizes::kRow);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    QHeaderView* header = m_table->horizontalHeader();
    header->setFont(smallerFont(2));
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ClassTableModel::ClassColumn, QHeaderView::Stretch);
    header->setMinimumSectionSize(24);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    for (const int column : {ClassTableModel::InfraredScoreColumn, ClassTableModel::VisibleScoreColumn})
        m_table->hideColumn(column);
    m_table->sortByColumn(ClassTableModel::InfraredWeightColumn, Qt::DescendingOrder);
    m_note = new QLabel(this);
    m_note->setFont(smallerFont(2));
    m_note->setWordWrap(true);

    m_whatIf = new QWidget(this);
    m_whatIfTitle = new QLabel(m_whatIf);
    m_whatIfTitle->setFont(titleFont());
    m_changed = new QLabel(m_whatIf);
    m_changed->setFont(smallerFont(2));
    m_className = new QLabel(m_whatIf);
    m_className->setMinimumWidth(fontMetrics().horizontalAdvance("vegetation"));
    m_slider = new WeightSlider(m_whatIf);
    m_spin = new QDoubleSpinBox(m_whatIf);
    m_spin->setRange(0, 1);
    m_spin->setDecimals(3);
    m_spin->setSingleStep(0.05);
    m_spin->setKeyboardTracking(false);
    m_attributed = new QLabel(m_whatIf);
    m_attributed->setFont(smallerFont(2));
    m_visible = new QLabel(m_whatIf);
    m_visible->setFont(smallerFont(2));
    m_visible->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_follow = new QCheckBox(m_whatIf);
    m_follow->setChecked(true);
    m_resetClass = new QPushButton(m_whatIf);
    m_resetAll = new QPushButton(m_whatIf);

    auto* top = new QHBoxLayout;
    top->addWidget(m_whatIfTitle);
    top->addStretch(1);
    top->addWidget(m_changed);
    auto* drag = new QGridLayout;
    drag->setHorizontalSpacing(sizes::kPad);
    drag->setVerticalSpacing(2);
    drag->addWidget(m_className, 0, 0);
    drag->addWidget(m_slider, 0, 1);
    drag->addWidget(m_spin, 0, 2);
    drag->addWidget(m_attributed, 1, 1);
    drag->addWidget(m_visible, 1, 2);
    drag->setColumnStretch(1, 1);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_follow);
    bottom->addStretch(1);
    bottom->addWidget(m_resetClass);
    bottom->addWidget(m_resetAll);
    auto* whatIf = new QVBoxLayout(m_whatIf);
    whatIf->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kPad);
    whatIf->setSpacing(sizes::kGap);
    whatIf->addLayout(top);
    whatIf->addLayout(drag);
    whatIf->addWidget(new WhatIfOutcome(session, metrics, m_whatIf));
    whatIf->addLayout(bottom);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(padded(m_facts));
    layout->addWidget(m_table, 1);
    layout->addWidget(padded(m_note));
    layout->addWidget(m_whatIf);

    m_delay.setSingleShot(true);
    m_delay.setInterval(60);
    connect(&m_delay, &QTimer::timeout, this, [this] { commit(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        if (!m_updating && row.isValid())
            m_session.setSelectedClass(row.data(ClassTableModel::ClassIdRole).toInt());
    });
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        if (m_updating)
            return;
        showWeight(m_slider->weight());
        m_delayedClass = m_session.selectedClass();
        if (m_follow->isChecked() || !m_slider->isSliderDown())
            m_delay.start();
    });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { m_delay.start(); });
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, [this](double weight) {
        if (m_updating)
            return;
        showWeight(weight);
        m_delayedClass = m_session.selectedClass();
        m_delay.start();
    });
    connect(m_resetClass, &QPushButton::clicked, this, [this] {
        if (const FusionResult* result = m_session.currentResult(); result && m_session.selectedClass() >= 0)
            m_session.setClassWeight(
                m_session.selectedClass(),
                result->trace->classes.at(static_cast<std::size_t>(m_session.selectedClass())).attributedWeight);
        updateWhatIf();
    });
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        m_session.resetClassWeights();
        updateWhatIf();
    });
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](QPoint place) {
        QMenu menu(this);
        for (int column = 1; column < ClassTableModel::ColumnCount; ++column) {
            QAction* action = menu.addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
            action->setCheckable(true);
            action->setChecked(!m_table->isColumnHidden(column));
            connect(action, &QAction::toggled, this,
                    [this, column](bool on) { m_table->setColumnHidden(column, !on); });
        }
        menu.exec(header->mapToGlobal(place));
    });
    connect(&session, &Session::traceChanged, this, &AttributionPanel::update);
    connect(&session, &Session::selectedClassChanged, this, &AttributionPanel::selectRow);
    connect(&session, &Session::wantedWeightsChanged, this, &AttributionPanel::updateWhatIf);
    retranslate();
}

void AttributionPanel::retranslate()
{
    m_model->retranslate();
    m_table->setAccessibleName(tr("Classes and their weights"));
    m_whatIfTitle->setText(tr("What if"));
    m_slider->setAccessibleName(tr("Weight of the infrared picture in the class"));
    m_spin->setAccessibleName(m_slider->accessibleName());
    m_follow->setText(tr("Follow while dragging"));
    m_resetClass->setText(tr("Reset class"));
    m_resetAll->setText(tr("Reset all"));
    for (QLabel* label : {m_facts, m_note, m_changed, m_attributed, m_visible}) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, tone(Tone::Secondary));
        label->setPalette(colours);
    }
    update();
}

void AttributionPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void AttributionPanel::update()
{
    const TracePointer trace = m_session.currentTrace();
    const bool attributed = trace && trace->isAttributed();
    if (attributed) {
        const auto& options = trace->provenance.options;
        const auto option = [&options](const char* name) {
            const auto found = options.find(name);
            return found == options.end() ? QString() : toQString(found->second);
        };
        QString facts = option("attribution") == "fast" ? tr("Fast, approximate: each score's whole change since black")
                                                        : tr("Integrated gradients · %1").arg(option("quadrature"));
        if (const std::optional<Tiling>& tiling = trace->tiling)
            facts +=
                QString::fromUtf8(" · ") + tr("computed on %1 × %2 pixels, 1/%3 of the picture's width and height, "
                                              "which is fused in %4 tiles")
                                               .arg(tiling->guidance.width)
                                               .arg(tiling->guidance.height)
                                               .arg(tiling->reduction)
                                               .arg(tiling->tiles);
        m_facts->setText(facts);
        const WeightShares shares = weightShares(*trace);
        QStringList undecided;
        for (const ClassTrace& entry : trace->classes)
            if (entry.pixels > 0 && entry.infrared.attribution <= 0 && entry.visible.attribution <= 0)
                undecided << classTitle(trace->classSet.at(entry.id).name);
        m_note->setText(
            undecided.isEmpty()
                ? tr("%1 % of the pixels have a weight at a limit.").arg(fixedText(shares.atLimit * 100, 1))
                : tr("⚠ %1: both attributions are ≤ 0, so w₁ = ½ (%2 % of the pixels). %3 % are at a limit.")
                      .arg(undecided.join(", "), fixedText(shares.undecided * 100, 1),
                           fixedText(shares.atLimit * 100, 1)));
    } else {
        m_facts->setText(trace && !trace->classes.empty() ? tr("Attribution is off")
                         : trace && !trace->stages.empty()
                             ? tr("This method has no class weights")
                             : tr("Class weights appear when a pair is fused with UAAFusion."));
        m_note->clear();
    }
    selectRow();
}

void AttributionPanel::selectRow()
{
    m_updating = true;
    const int row = m_model->rowOf(m_session.selectedClass());
    if (row < 0)
        m_table->selectionModel()->clear(); // the current row, too, so that it can be chosen again
    else
        m_table->selectRow(m_sorted->mapFromSource(m_model->index(row, 0)).row());
    m_updating = false;
    updateWhatIf();
}

void AttributionPanel::updateWhatIf()
{
    const int row = m_model->rowOf(m_session.selectedClass());
    const bool can = m_session.hasClassWeights();
    const bool chosen = can && row >= 0;
    const auto changed = static_cast<int>(m_session.wantedWeights().size());
    m_changed->setText(changed > 0 ? changed == 1 ? tr("1 class changed") : tr("%1 classes changed").arg(changed)
                       : can ? tr("choose a class, then drag its w₁")
                                   : QString());
    for (QWidget* widget : {static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_spin)})
        widget->setEnabled(chosen);
    m_resetClass->setEnabled(chosen && m_session.wantedWeights().contains(m_session.selectedClass()));
    m_resetAll->setEnabled(changed > 0);
    if (!chosen) {
        m_className->setText(QString::fromUtf8("–"));
        m_attributed->clear();
        m_visible->clear();
        return;
    }
    const QModelIndex index = m_model->index(row, 0);
    m_className->setText(index.data().toString());
    m_slider->setColour(index.data(ClassTableModel::ColourRole).value<QColor>());
    const double attributed = index.data(ClassTableModel::AttributedWeightRole).toDouble();
    m_slider->setAttributed(attributed);
    m_attributed->setText(tr("attributed %1").arg(fixedText(attributed, 3)));
    if (!m_slider->isSliderDown() && !m_delay.isActive())
        showWeight(index.data(ClassTableModel::WeightRole).toDouble());
}

void AttributionPanel::showWeight(double weight)
{
    m_updating = true;
    m_slider->setWeight(weight);
    m_spin->setValue(weight);
    m_visible->setText(tr("w₂ %1").arg(fixedText(1 - weight, 3)));
    m_updating = false;
}

void AttributionPanel::commit()
{
    const int row = m_model->rowOf(m_delayedClass);
    if (row < 0 || m_delayedClass != m_session.selectedClass())
        return; // another class was chosen meanwhile
    // Within a thousandth of the attributed weight means that weight.
    const double attributed = m_model->index(row, 0).data(ClassTableModel::AttributedWeightRole).toDouble();
    const double wanted = m_spin->value();
    m_session.setClassWeight(m_delayedClass, std::abs(wanted - attributed) < 1e-3 ? attributed : wanted);
    updateWhatIf();
}

} // namespace duoscope
