// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/what_if_outcome.h"

#include "core/metrics/metric_table.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/metric_store.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace duoscope {

WhatIfOutcome::WhatIfOutcome(Session& session, MetricStore& metrics, QWidget* parent)
    : QWidget(parent), m_session(session), m_metrics(metrics)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(sizes::kGap);
    grid->setVerticalSpacing(2);
    for (int row = 0; row < RowCount; ++row)
        for (int column = 0; column <= kMetrics; ++column) {
            auto* cell = new QLabel(this);
            cell->setFont(smallerFont(row == Head ? 2 : 1));
            cell->setAlignment(Qt::AlignVCenter | (column == 0 ? Qt::AlignLeft : Qt::AlignRight));
            grid->addWidget(cell, row, column);
            grid->setColumnStretch(column, column == 0 ? 0 : 1);
            m_cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = cell;
        }
    connect(&session, &Session::traceChanged, this, &WhatIfOutcome::update);
    connect(&metrics, &MetricStore::measured, this, &WhatIfOutcome::fill);
    retranslate();
}

void WhatIfOutcome::retranslate()
{
    const auto& names = paperTableMetrics();
    for (int i = 0; i < kMetrics; ++i) {
        const MetricInfo& info = metricInfo(names[static_cast<std::size_t>(i)], MetricConvention::Paper);
        const bool up = info.direction == MetricDirection::HigherIsBetter;
        m_cells[Head][static_cast<std::size_t>(i) + 1]->setText(toQString(info.name) + QChar(up ? 0x2191 : 0x2193));
    }
    m_cells[WhatIf][0]->setText(tr("what if"));
    m_cells[Attributed][0]->setText(tr("attributed"));
    m_cells[Change][0]->setText(tr("change"));
    fill();
}

void WhatIfOutcome::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void WhatIfOutcome::update()
{
    const FusionResult* result = m_session.currentResult();
    if (result && result->attributed)
        m_metrics.request("what if", {{result->trace, -1}, {result->attributed, -1}}, paperTableMetrics(),
                          MetricConvention::Paper);
    fill();
}

void WhatIfOutcome::fill()
{
    const FusionResult* result = m_session.currentResult();
    const bool whatIf = result && result->attributed;
    const auto& names = paperTableMetrics();
    for (int i = 0; i < kMetrics; ++i) {
        const std::string& name = names[static_cast<std::size_t>(i)];
        const int decimals = columnOf(metricInfo(name, MetricConvention::Paper)).decimals;
        const auto find = [&](const TracePointer& trace) -> const MetricValue* {
            const MetricValue* value = trace ? m_metrics.find({trace, -1}, name, MetricConvention::Paper) : nullptr;
            return value && value->isDefined() ? value : nullptr;
        };
        const MetricValue* now = whatIf ? find(result->trace) : nullptr;
        const MetricValue* before = whatIf ? find(result->attributed) : nullptr;
        const auto show = [&](Row row, const MetricValue* value) {
            m_cells[row][static_cast<std::size_t>(i) + 1]->setText(value ? fixedText(value->value, decimals)
                                                                         : QString::fromUtf8("–"));
        };
        show(WhatIf, now);
        show(Attributed, before);
        QLabel* cell = m_cells[Change][static_cast<std::size_t>(i) + 1];
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, tone(Tone::Secondary));
        QString text = QString::fromUtf8("–");
        if (now && before) {
            const double change = now->value - before->value;
            text = (change > 0 ? "+" : "") + fixedText(change, decimals);
            const double better = metricInfo(name, MetricConvention::Paper).direction == MetricDirection::HigherIsBetter
                                      ? change
                                      : -change;
            if (text != "+" + fixedText(0, decimals) && text != fixedText(0, decimals))
                colours.setColor(QPalette::WindowText, tone(better > 0 ? Tone::Good : Tone::Error));
        }
        cell->setText(text);
        cell->setPalette(colours);
    }
}

} // namespace duoscope
