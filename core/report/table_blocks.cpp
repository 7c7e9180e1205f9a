// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table_blocks.h"

#include "core/metrics/table_writers.h"

#include <algorithm>

namespace duoscope {
namespace {

/// Ends of as equal parts of `count` as can be, none longer than `most`.
std::vector<std::size_t> endsOf(std::size_t count, std::size_t most)
{
    const std::size_t parts = std::max<std::size_t>(1, (count + most - 1) / most);
    std::vector<std::size_t> ends;
    for (std::size_t part = 1; part <= parts; ++part)
        ends.push_back(part * count / parts);
    return ends;
}

} // namespace

std::vector<MetricTable> blocksOf(const MetricTable& table, std::size_t columns, std::size_t rows)
{
    std::vector<MetricTable> blocks;
    std::size_t left = 0;
    for (const std::size_t right : endsOf(table.columns().size(), columns)) {
        std::size_t top = 0;
        for (const std::size_t bottom : endsOf(table.rows(), rows)) {
            const auto begin = table.columns().begin();
            MetricTable block(table.rowHeading(),
                              {begin + static_cast<std::ptrdiff_t>(left), begin + static_cast<std::ptrdiff_t>(right)});
            for (std::size_t row = top; row < bottom; ++row) {
                std::vector<MetricCell> cells;
                for (std::size_t column = left; column < right; ++column)
                    cells.push_back(table.cell(row, column));
                block.addRow(table.rowName(row), std::move(cells));
            }
            blocks.push_back(std::move(block));
            top = bottom;
        }
        left = right;
    }
    return blocks;
}

std::vector<TextGrid> blocksOf(const TextGrid& grid, std::size_t rows)
{
    std::vector<TextGrid> blocks;
    std::size_t top = 0;
    for (const std::size_t bottom : endsOf(grid.rows.size(), rows)) {
        const auto begin = grid.rows.begin();
        blocks.push_back(
            {grid.heads, {begin + static_cast<std::ptrdiff_t>(top), begin + static_cast<std::ptrdiff_t>(bottom)}});
        top = bottom;
    }
    return blocks;
}

TextGrid gridOf(const MetricTable& table, std::vector<std::string> heads)
{
    TextGrid grid{std::move(heads), {}};
    for (const ReadableRow& row : readable(table, {false, true, false}).rows) {
        std::vector<std::string> cells{row.name};
        for (const ReadableCell& cell : row.cells) {
            // What is the same in all pairs, as a learnt step size is, has no deviation worth printing.
            const bool varies = cell.deviation.find_first_not_of("0.") != std::string::npos;
            cells.push_back((cell.value.starts_with('-') ? "−" + cell.value.substr(1) : cell.value) +
                            (varies ? " ± " + cell.deviation : ""));
        }
        grid.rows.push_back(std::move(cells));
    }
    return grid;
}

bool hasDeviations(const MetricTable& table, const TableStyle& style)
{
    for (std::size_t row = 0; style.deviations && row < table.rows(); ++row)
        for (std::size_t column = 0; column < table.columns().size(); ++column)
            if (table.cell(row, column).deviation)
                return true;
    return false;
}

} // namespace duoscope
