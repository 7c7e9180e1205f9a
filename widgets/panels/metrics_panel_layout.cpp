// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel is made of: its widgets, menus, texts and looks.
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/metric_text.h"
#include "widgets/panels/metric_delegate.h"
#include "widgets/panels/metric_table_view.h"
#include "widgets/panels/metrics_panel.h"
#include "widgets/plots/elided_label.h"
#include "widgets/plots/words_bar.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace duoscope {

QWidget* MetricsPanel::makeBar()
{
    auto* bar = new WordsBar;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kGap);
    layout->setSpacing(sizes::kPad);
    for (QLabel* label : {m_rowsLabel, m_valuesLabel, m_conventionLabel})
        label->setForegroundRole(QPalette::PlaceholderText);

    const auto segments = [](QButtonGroup* buttons, const QList<int>& ids, int checked) {
        auto* row = new QHBoxLayout;
        row->setSpacing(0);
        for (const int id : ids) {
            auto* button = new QToolButton;
            button->setCheckable(true);
            button->setChecked(id == checked);
            button->setFocusPolicy(Qt::StrongFocus);
            buttons->addButton(button, id);
            row->addWidget(button);
        }
        return row;
    };
    const auto number = [](auto value) { return static_cast<int>(value); };
    auto* rows =
        segments(m_rowButtons, {number(Rows::Methods), number(Rows::Stages), number(Rows::Pairs)}, number(m_rowsShown));
    connect(m_rowButtons, &QButtonGroup::idClicked, this, [this](int id) { setRows(static_cast<Rows>(id)); });
    auto* values = segments(m_valueButtons, {number(Values::ThisPair), number(Values::AllPairs)}, number(m_values));
    connect(m_valueButtons, &QButtonGroup::idClicked, this, [this](int id) { setValues(static_cast<Values>(id)); });

    for (const MetricConvention convention : {MetricConvention::Paper, MetricConvention::Toolbox})
        m_conventionBox->addItem({}, static_cast<int>(convention));
    m_conventionBox->setCurrentIndex(m_conventionBox->findData(static_cast<int>(m_convention)));
    m_conventionLabel->setBuddy(m_conventionBox);
    connect(m_conventionBox, &QComboBox::activated, this,
            [this] { setConvention(static_cast<MetricConvention>(m_conventionBox->currentData().toInt())); });

    m_columnsButton->setMenu(m_columnsMenu);
    m_copyButton->setMenu(m_copyMenu);
    for (QToolButton* button : {m_columnsButton, m_copyButton}) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }

    layout->addWidget(m_rowsLabel);
    layout->addLayout(rows);
    layout->addWidget(m_valuesLabel);
    layout->addLayout(values);
    layout->addStretch(1);
    layout->addWidget(m_conventionLabel);
    layout->addWidget(m_conventionBox);
    layout->addWidget(m_columnsButton);
    layout->addWidget(m_copyButton);
    bar->setWords({m_rowsLabel, m_valuesLabel, m_conventionLabel});
    return bar;
}

void MetricsPanel::retranslate()
{
    const auto name = [](QAbstractButton* button, const QString& text, const QString& tip, const QString& accessible) {
        button->setText(text);
        button->setToolTip(tip);
        button->setAccessibleName(accessible.arg(text));
    };
    const auto nameSegment = [&](Rows rows, const QString& text, const QString& tip) {
        name(m_rowButtons->button(static_cast<int>(rows)), text, tip, tr("Rows: %1"));
    };
    const auto nameValues = [&](Values values, const QString& text, const QString& tip) {
        name(m_valueButtons->button(static_cast<int>(values)), text, tip, tr("Values: %1"));
    };
    m_valuesLabel->setText(tr("Values"));
    nameValues(Values::ThisPair, tr("This pair"), tr("Of the pair that is looked at"));
    nameValues(Values::AllPairs, tr("All pairs"),
               tr("Mean ± deviation over the pairs that all compared methods have fused: the same images for all.\n"
                  "Which methods are compared is chosen in Comparison."));
    m_rowsLabel->setText(tr("Rows"));
    nameSegment(Rows::Methods, tr("Methods"), tr("All methods that fused this pair"));
    nameSegment(Rows::Stages, tr("Stages"), tr("f₀ to the last stage of this result"));
    nameSegment(Rows::Pairs, tr("Pairs"), tr("All pairs that are fused by the current method"));
    m_conventionLabel->setText(tr("Convention"));
    m_conventionBox->setItemText(0, tr("paper"));
    m_conventionBox->setItemText(1, tr("toolbox"));
    m_conventionBox->setAccessibleName(tr("Convention of the metrics"));
    m_conventionBox->setToolTip(
        tr("Whose definitions: those of the paper's evaluation or of the MATLAB toolbox that many papers use"));
    m_columnsButton->setToolTip(tr("Choose the metrics that are shown"));
    m_columnsButton->setAccessibleName(tr("Columns"));
    m_copyButton->setToolTip(tr("Copy the table (Ctrl+C copies CSV). What-ifs are left out."));
    m_copyButton->setAccessibleName(tr("Copy the table"));
    m_copyMenu->clear();
    m_copyMenu->addAction(tr("Copy as CSV"), this, [this] { copy(TableFormat::Csv); });
    m_copyMenu->addAction(tr("Copy as Markdown"), this, [this] { copy(TableFormat::Markdown); });
    m_copyMenu->addAction(tr("Copy as LaTeX"), this, [this] { copy(TableFormat::Latex); });
    m_view->setAccessibleName(tr("Metrics"));
    refresh();
}

void MetricsPanel::makeTable()
{
    m_view->setItemDelegate(new MetricDelegate(m_view));
    QHeaderView* header = m_view->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint& place) { m_columnsMenu->popup(header->mapToGlobal(place)); });
    connect(m_view, &MetricTableView::rowChosen, this, &MetricsPanel::follow);
    connect(m_view, &MetricTableView::copyAsked, this, [this] { copy(TableFormat::Csv); });

    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* over = new QVBoxLayout(m_view->viewport());
    over->addWidget(m_empty);
}

void MetricsPanel::fillColumnsMenu()
{
    m_columnsMenu->clear();
    for (const MetricInfo& info : metricInfos(m_convention)) {
        QAction* action = m_columnsMenu->addAction(
            QString("%1\t%2").arg(metricTranslation(info.title), toQString(info.name)).replace('&', "&&"));
        const auto shown = std::find(m_metrics.begin(), m_metrics.end(), info.name);
        action->setCheckable(true);
        action->setChecked(shown != m_metrics.end());
        action->setEnabled(!action->isChecked() || m_metrics.size() > 1);
        connect(action, &QAction::toggled, this, [this, name = info.name](bool wanted) {
            std::vector<std::string> names = m_metrics;
            std::erase(names, name);
            if (wanted)
                names.push_back(name);
            setMetrics(names);
        });
    }
    m_columnsMenu->addSeparator();
    m_columnsMenu->addAction(tr("Columns of the paper's tables"), this, [this] { setMetrics(paperTableMetrics()); });
}

void MetricsPanel::restyle()
{
    m_footnote->setFont(smallerFont(2));
    m_columnsButton->setIcon(lineIcon("more"));
    m_copyButton->setIcon(lineIcon("copy"));
}

} // namespace duoscope
