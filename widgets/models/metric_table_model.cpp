// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/metric_table_model.h"

#include "core/metrics/table_numbers.h"
#include "widgets/bridge/text.h"
#include "widgets/models/metric_text.h"

#include <QFont>

#include <algorithm>
#include <cmath>
#include <limits>

namespace duoscope {
namespace {

QString directionMark(MetricDirection direction)
{
    return direction == MetricDirection::HigherIsBetter ? QStringLiteral("↑") : QStringLiteral("↓");
}

QString numberText(double value, int decimals)
{
    return std::isfinite(value) ? fixedText(value, decimals) : valueText(value);
}

QString exactText(double value)
{
    return std::isfinite(value) ? toQString(exactNumber(value)).replace('-', QChar(0x2212)) : valueText(value);
}

} // namespace

void MetricTableModel::setContents(const QString& heading, std::vector<MetricInfo> metrics, std::vector<MetricRow> rows,
                                   bool ranked, std::vector<ExtraColumn> extras)
{
    // Views keep their selection and place where only values change.
    const bool sameShape =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const MetricRow& a, const MetricRow& b) { return a.name == b.name && a.kind == b.kind; }) &&
        std::equal(metrics.begin(), metrics.end(), m_metrics.begin(), m_metrics.end(),
                   [](const MetricInfo& a, const MetricInfo& b) { return a.name == b.name; }) &&
        extras.size() == m_extras.size();
    if (!sameShape)
        beginResetModel();
    std::vector<MetricColumn> columns;
    for (const MetricInfo& metric : metrics)
        columns.push_back(columnOf(metric));
    for (const ExtraColumn& extra : extras)
        columns.push_back(extra.column);
    m_table = MetricTable(heading.toStdString(), std::move(columns));
    m_tableRows.clear();
    for (const MetricRow& row : rows) {
        m_tableRows.push_back(m_table.rows());
        if (!row.isCopied())
            continue;
        std::vector<MetricCell> cells;
        for (const std::optional<MetricCell>& cell : row.cells)
            cells.push_back(cell.value_or(MetricCell()));
        m_table.addRow(row.name.toStdString(), std::move(cells), row.isPlain());
    }
    m_heading = heading;
    m_metrics = std::move(metrics);
    m_extras = std::move(extras);
    m_rows = std::move(rows);
    m_ranked = ranked;
    if (!sameShape) {
        endResetModel();
        return;
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int MetricTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MetricTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 1 + static_cast<int>(m_metrics.size() + m_extras.size());
}

QVariant MetricTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (role == KindRole)
        return static_cast<int>(m_rows[row].kind);
    if (index.column() == 0)
        return nameData(m_rows[row], role);
    return cellData(row, static_cast<std::size_t>(index.column() - 1), role);
}

QVariant MetricTableModel::nameData(const MetricRow& row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case SortRole:
        return row.name;
    case SeriesRole:
        return row.series;
    case Qt::FontRole: {
        QFont font;
        font.setItalic(row.kind == MetricRow::Kind::WhatIf);
        return row.isPlain() ? QVariant() : font;
    }
    default:
        return {};
    }
}

QVariant MetricTableModel::cellData(std::size_t row, std::size_t column, int role) const
{
    const std::optional<MetricCell>& cell = m_rows[row].cells[column];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(cell, m_table.columns()[column].decimals);
    case Qt::ToolTipRole:
        return cellTip(cell, column) + noteOf(m_rows[row], column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    case Qt::FontRole: {
        QFont font;
        if (place(row, column) == Place::Best)
            font.setBold(true);
        else if (place(row, column) == Place::SecondBest)
            font.setUnderline(true);
        else
            return {};
        return font;
    }
    case NumberRole:
        return cell && cell->value.isDefined() ? numberText(cell->value.value, m_table.columns()[column].decimals)
                                               : cellText(cell, 0);
    case DeviationRole:
        return cell && cell->value.isDefined() && cell->deviation
                   ? QStringLiteral("± ") + numberText(*cell->deviation, m_table.columns()[column].decimals)
                   : QString();
    case PlaceRole:
        return static_cast<int>(place(row, column));
    case SortRole:
        return cell && cell->value.isDefined() ? cell->value.value : std::numeric_limits<double>::quiet_NaN();
    default:
        return {};
    }
}

Place MetricTableModel::place(std::size_t row, std::size_t column) const
{
    // Nobody has won before all have run.
    const bool complete = std::all_of(m_rows.begin(), m_rows.end(), [column](const MetricRow& other) {
        return !other.isPlain() || other.cells[column];
    });
    return m_ranked && complete && m_rows[row].isPlain() ? m_table.place(m_tableRows[row], column) : Place::Other;
}

QString MetricTableModel::cellText(const std::optional<MetricCell>& cell, int decimals) const
{
    if (!cell)
        return QStringLiteral("…");
    if (!cell->value.isDefined())
        return QStringLiteral("–");
    const QString value = numberText(cell->value.value, decimals);
    return cell->deviation ? QString("%1 ± %2").arg(value, numberText(*cell->deviation, decimals)) : value;
}

QString MetricTableModel::cellTip(const std::optional<MetricCell>& cell, std::size_t column) const
{
    if (!cell)
        return tr("being measured");
    if (!cell->value.isDefined())
        return tr("No value: %1").arg(metricTranslation(cell->value.undefinedBecause));
    QString text = exactText(cell->value.value);
    if (const std::string& unit = m_table.columns()[column].unit; !unit.empty())
        text += ' ' + metricTranslation(unit);
    if (cell->deviation)
        text += '\n' + tr("deviation %1, values: %2").arg(exactText(*cell->deviation)).arg(cell->count);
    if (cell->missing > 0)
        text +=
            '\n' +
            tr("missing: %1, the first because: %2").arg(cell->missing).arg(metricTranslation(cell->missingBecause));
    return text;
}

QString MetricTableModel::noteOf(const MetricRow& row, std::size_t column) const
{
    const QString note =
        column < m_metrics.size() ? QString() : row.notes.value(static_cast<qsizetype>(column - m_metrics.size()));
    return note.isEmpty() ? note : '\n' + note;
}

QVariant MetricTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(m_heading) : QVariant();
    const auto column = static_cast<std::size_t>(section - 1);
    if (column >= m_metrics.size()) {
        const ExtraColumn& extra = m_extras[column - m_metrics.size()];
        if (role == Qt::DisplayRole)
            return QString("%1 %2").arg(extra.title, directionMark(extra.column.direction));
        return role == Qt::ToolTipRole ? QVariant(extra.tip) : QVariant();
    }
    const MetricInfo& metric = m_metrics[column];
    if (role == Qt::DisplayRole)
        return QString("%1 %2").arg(toQString(metric.name), directionMark(metric.direction));
    if (role == Qt::ToolTipRole)
        return metricTip(metric);
    return {};
}

} // namespace duoscope
