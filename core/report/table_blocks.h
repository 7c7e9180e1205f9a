// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_table.h"
#include "core/metrics/table_format.h"
#include "core/metrics/text_grid.h"

#include <cstddef>
#include <vector>

namespace duoscope {

/// What room a format has for a table, and what things in it take up; all in digits of the table's font.
struct TableRoom {
    double line = 90;
    double name = 14;          ///< of a row, at most; beyond it is broken or shortened
    double gap = 1.3;          ///< between columns
    double deviationSign = 1;  ///< " ± "
    double deviationDigit = 1; ///< may be smaller than others
};

/// A table in parts that fit a page, of as equal width as can be; each has the rows' names.
/// @param style  that it is written in
/// @param rows   at most, in a part
std::vector<MetricTable> blocksOf(const MetricTable& table, const TableStyle& style, const TableRoom& room,
                                  std::size_t rows);
std::vector<TextGrid> blocksOf(const TextGrid& grid, std::size_t rows);

/// A table of numbers without directions, as text: "0.437 ± 0.012".
/// @param heads  for its columns and, first, its rows' names
TextGrid gridOf(const MetricTable& table, std::vector<std::string> heads);

/// The table with names of rows of no more than 34 characters: of longer ones the middle is left out, unless two would
/// then be equal.
MetricTable withShortNames(const MetricTable& table);

} // namespace duoscope
