// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/metric_table_view.h"

#include "widgets/bridge/look.h"
#include "widgets/models/metric_sort_model.h"
#include "widgets/models/metric_table_model.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace duoscope {

MetricTableView::MetricTableView(MetricTableModel& model, QWidget* parent)
    : QTableView(parent), m_model(model), m_sorted(new MetricSortModel(this))
{
    m_sorted->setSourceModel(&model);
    setModel(m_sorted);
    setFrameShape(QFrame::NoFrame);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle); // "what if" is at the end
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(sizes::kRow);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setFixedHeight(sizes::kRow);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    const auto choose = [this](const QModelIndex& index) { Q_EMIT rowChosen(rowOf(index)); };
    connect(this, &QTableView::clicked, this, choose);
    connect(this, &QTableView::activated, this, choose);
    connect(m_sorted, &QAbstractItemModel::modelReset, this,
            &MetricTableView::arrangeColumns); // behind the header's own
    restyle();
}

int MetricTableView::rowOf(const QModelIndex& index) const { return m_sorted->mapToSource(index).row(); }

void MetricTableView::selectModelRow(int row)
{
    if (row < 0 || row >= m_model.rowCount())
        clearSelection();
    else
        selectRow(m_sorted->mapFromSource(m_model.index(row, 0)).row());
}

void MetricTableView::setUsualNumber(const QString& text)
{
    m_usualNumber = text;
    arrangeColumns();
}

void MetricTableView::arrangeColumns()
{
    QHeaderView* header = horizontalHeader();
    header->setMinimumSectionSize(6 * sizes::kPad);
    const int usual = QFontMetrics(font()).horizontalAdvance(m_usualNumber) + 2 * sizes::kPad;
    for (int column = 1; column < m_model.columnCount(); ++column)
        header->resizeSection(column, std::max({header->sectionSizeHint(column), sizeHintForColumn(column),
                                                column <= m_model.metricCount() ? usual : 0}));
    arrangeNames();
}

void MetricTableView::arrangeNames()
{
    QHeaderView* header = horizontalHeader();
    int others = 0;
    for (int column = 1; column < header->count(); ++column)
        others += header->sectionSize(column);
    // Where numbers need more than there is, names stay readable and the rest scrolls.
    const int names = std::clamp(sizeHintForColumn(0) + sizes::kPad, 12 * sizes::kPad, 25 * sizes::kPad);
    if (header->count() > 0)
        header->resizeSection(0, std::max(names, viewport()->width() - others));
}

void MetricTableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    arrangeNames();
}

void MetricTableView::restyle()
{
    setFont(smallerFont(1));
    horizontalHeader()->setFont(smallerFont(1));
}

bool MetricTableView::event(QEvent* event)
{
    // The window's own Ctrl+C copies a picture; here it is the table that has the focus.
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!isKey || !static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        return QTableView::event(event);
    if (event->type() == QEvent::KeyPress)
        Q_EMIT copyAsked();
    event->accept();
    return true;
}

void MetricTableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange) {
        restyle();
        arrangeColumns();
    }
}

} // namespace duoscope
