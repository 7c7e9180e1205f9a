// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_table.h"

#include <string>
#include <string_view>

namespace duoscope {

enum class TableFormat {
    Text,     ///< Aligned columns for terminals.
    Csv,      ///< One line a row, one column a metric.
    LongCsv,  ///< One line a value, with deviation, counts and reasons.
    Json,     ///< All there is.
    Markdown, ///< GitHub's tables.
    Latex,    ///< A tabular for the booktabs package.
};

/// "table", "csv", "long-csv", "json", "markdown" or "latex".
std::string toString(TableFormat format);
/// Inverse of toString; throws Error(Usage).
TableFormat parseTableFormat(std::string_view text);

struct TableStyle {
    bool marks = true;      ///< Mark the best and the second best of each column.
    bool deviations = true; ///< Show the deviation beside a mean. CSV and JSON always hold it.
    bool summary = false;   ///< Two more rows: the mean of each column and its deviation. Not in LongCsv.
};

/// The table in UTF-8, with a line feed at the end. For people (Text, Markdown, Latex) numbers have the decimals of
/// their column, undefined values are dashes, and a note below tells why each is missing; arrows in the heads tell the
/// direction. The best value is bold and the second underlined (in Text they are followed by ** and *, in Markdown
/// underlining is the HTML element that GitHub lets through). For programs (CSV, JSON) numbers have all their digits,
/// and infinite ones are inf and -inf, in quotes in JSON; undefined ones are nan in CSV and null in JSON, with the
/// reason where there is room.
std::string formatTable(const MetricTable& table, TableFormat format, const TableStyle& style = {});

} // namespace duoscope
