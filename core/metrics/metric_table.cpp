// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_table.h"

#include "core/metrics/table_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <utility>

namespace duoscope {
namespace {

/// The value that a column prints; higher is better.
double printedMerit(const MetricCell& cell, const MetricColumn& column)
{
    double value = cell.value.value;
    if (std::isfinite(value)) {
        const std::string printed = fixedNumber(value, column.decimals);
        std::from_chars(printed.data(), printed.data() + printed.size(), value);
    }
    return column.direction == MetricDirection::HigherIsBetter ? value : -value;
}

} // namespace

MetricColumn columnOf(const MetricInfo& info)
{
    // Squared gray levels are large numbers, and shares of pixels small ones.
    const int decimals = info.highest > 1000 && std::isfinite(info.highest) ? 1
                         : info.unit == "%"                                 ? 2
                         : info.name.starts_with("Nabf")                    ? 4
                                                                            : 3;
    return {info.name, info.direction, info.unit, decimals};
}

MetricCell meanOf(const std::vector<MetricValue>& values)
{
    MetricCell cell;
    cell.count = 0;
    double sum = 0;
    for (const MetricValue& value : values) {
        if (value.isDefined()) {
            sum += value.value;
            ++cell.count;
        } else {
            if (cell.missing == 0)
                cell.missingBecause = value.undefinedBecause;
            ++cell.missing;
        }
    }
    if (cell.count == 0) {
        cell.value = MetricValue::undefined(cell.missing > 0 ? cell.missingBecause : "there are no values");
        return cell;
    }
    const double mean = sum / cell.count;
    if (std::isnan(mean)) {
        cell.value = MetricValue::undefined("values are infinite with both signs");
        return cell;
    }
    cell.value = mean;
    if (cell.count > 1 && std::isfinite(mean)) {
        double squares = 0;
        for (const MetricValue& value : values)
            if (value.isDefined())
                squares += (value.value - mean) * (value.value - mean);
        cell.deviation = std::sqrt(squares / (cell.count - 1));
    }
    return cell;
}

MetricTable::MetricTable(std::string rowHeading, std::vector<MetricColumn> columns)
    : m_rowHeading(std::move(rowHeading)), m_columns(std::move(columns))
{
}

void MetricTable::addRow(std::string name, std::vector<MetricCell> cells, bool ranked)
{
    if (cells.size() != m_columns.size())
        throw std::invalid_argument("a row of a metric table needs a cell for each column");
    m_rows.push_back({std::move(name), std::move(cells), ranked});
}

Place MetricTable::place(std::size_t row, std::size_t column) const
{
    const MetricColumn& itsColumn = m_columns.at(column);
    if (!m_rows.at(row).ranked || !cell(row, column).value.isDefined())
        return Place::Other;
    std::vector<double> merits;
    for (const Row& other : m_rows)
        if (other.ranked && other.cells[column].value.isDefined())
            merits.push_back(printedMerit(other.cells[column], itsColumn));
    const std::size_t values = merits.size();
    std::sort(merits.begin(), merits.end(), std::greater<>());
    merits.erase(std::unique(merits.begin(), merits.end()), merits.end());
    const double merit = printedMerit(cell(row, column), itsColumn);
    if (merits.size() < 2)
        return Place::Other;
    if (merit == merits[0])
        return Place::Best;
    return values >= 3 && merit == merits[1] ? Place::SecondBest : Place::Other;
}

std::vector<MetricCell> MetricTable::means() const
{
    std::vector<MetricCell> cells;
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        std::vector<MetricValue> values;
        for (const Row& row : m_rows)
            values.push_back(row.cells[column].value);
        cells.push_back(meanOf(values));
    }
    return cells;
}

} // namespace duoscope
