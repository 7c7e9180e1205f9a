// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_registry.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace duoscope {

/// One metric of a table.
struct MetricColumn {
    std::string name;
    MetricDirection direction = MetricDirection::HigherIsBetter;
    std::string unit;
    int decimals = 3; ///< as people read it; also what counts as equal when the best are marked
};

/// The column for a metric, with so many decimals as are worth reading.
MetricColumn columnOf(const MetricInfo& info);

/// A value, or the mean of several: of one method over all pairs, for instance.
struct MetricCell {
    MetricValue value;
    std::optional<double> deviation; ///< of the values behind a mean (sample standard deviation)
    int count = 1;                   ///< values behind it, without those that are undefined
    int missing = 0;                 ///< undefined values that a mean leaves out
    std::string missingBecause;      ///< why the first of them is

    MetricCell() = default;
    MetricCell(MetricValue single) : value(std::move(single)), count(value.isDefined() ? 1 : 0) {}
};

/// The mean of those values that are defined, and their deviation from two finite ones on; undefined, with the first
/// reason, where none is. Infinite where one of them is; undefined where they are infinite with both signs.
MetricCell meanOf(const std::vector<MetricValue>& values);

/// Place of a cell among the values of its column.
enum class Place { Best, SecondBest, Other };

/// Metrics (columns) of methods, stages or pairs (rows).
class MetricTable {
public:
    /// @param rowHeading  what rows are: "Method"
    MetricTable(std::string rowHeading, std::vector<MetricColumn> columns);

    /// @param cells   one for each column; std::invalid_argument otherwise
    /// @param ranked  whether it competes; one that does not, such as a source among methods, is never best
    void addRow(std::string name, std::vector<MetricCell> cells, bool ranked = true);

    const std::string& rowHeading() const { return m_rowHeading; }
    const std::vector<MetricColumn>& columns() const { return m_columns; }
    std::size_t rows() const { return m_rows.size(); }
    const std::string& rowName(std::size_t row) const { return m_rows.at(row).name; }
    const MetricCell& cell(std::size_t row, std::size_t column) const { return m_rows.at(row).cells.at(column); }

    /// Values that are equal as printed share a place, and the next value is the second best. Nothing is best where
    /// less than two rows have a value or all of them are equal, nothing is second where less than three have a value,
    /// and undefined values are Other.
    Place place(std::size_t row, std::size_t column) const;

    /// meanOf() each column: a row for a table of methods where this one has a row for each pair.
    std::vector<MetricCell> means() const;

private:
    struct Row {
        std::string name;
        std::vector<MetricCell> cells;
        bool ranked = true;
    };
    std::string m_rowHeading;
    std::vector<MetricColumn> m_columns;
    std::vector<Row> m_rows;
};

} // namespace duoscope
