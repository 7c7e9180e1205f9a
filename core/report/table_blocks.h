// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_table.h"
#include "core/metrics/table_format.h"
#include "core/metrics/text_grid.h"

#include <cstddef>
#include <vector>

namespace duoscope {

/// A table in parts that fit a page, of as equal width as can be; each has the rows' names.
/// @param columns, rows  at most, in a part
std::vector<MetricTable> blocksOf(const MetricTable& table, std::size_t columns, std::size_t rows);
std::vector<TextGrid> blocksOf(const TextGrid& grid, std::size_t rows);

/// A table of numbers without directions, as text: "0.437 ± 0.012".
/// @param heads  for its columns and, first, its rows' names
TextGrid gridOf(const MetricTable& table, std::vector<std::string> heads);

/// Whether any cell has a deviation to show.
bool hasDeviations(const MetricTable& table, const TableStyle& style);

} // namespace duoscope
