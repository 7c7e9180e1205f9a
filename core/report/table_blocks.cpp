// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table_blocks.h"

#include "core/metrics/table_writers.h"
#include "core/report/utf8_text.h"

#include <algorithm>
#include <set>

namespace duoscope {
namespace {

constexpr std::size_t kLongestName = 34; ///< of a row, in characters

/// Ends of as equal parts of `count` as can be, none longer than `most`.
std::vector<std::size_t> endsOf(std::size_t count, std::size_t most)
{
    const std::size_t parts = std::max<std::size_t>(1, (count + most - 1) / most);
    std::vector<std::size_t> ends;
    for (std::size_t part = 1; part <= parts; ++part)
        ends.push_back(part * count / parts);
    return ends;
}

/// Ends of parts that are no wider than `most`, unless one thing alone is, and of which there are as few as can be.
std::vector<std::size_t> greedyEnds(const std::vector<double>& widths, double most)
{
    std::vector<std::size_t> ends;
    double sum = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (i > 0 && sum + widths[i] > most) {
            ends.push_back(i);
            sum = 0;
        }
        sum += widths[i];
    }
    ends.push_back(widths.size());
    return ends;
}

/// The same, of as equal widths as can be.
std::vector<std::size_t> endsOf(const std::vector<double>& widths, double most)
{
    std::vector<std::size_t> ends = greedyEnds(widths, most);
    for (double less = most - 1; less > 0; --less) {
        const std::vector<std::size_t> tighter = greedyEnds(widths, less);
        if (tighter.size() > ends.size())
            break;
        ends = tighter;
    }
    return ends;
}

/// What text takes up in digits: Latin letters a little more, Chinese ones twice as much.
double widthOf(const std::string& text)
{
    double width = 0;
    for (const std::string& character : characters(cleanText(text)))
        width += codePoint(character) >= 0x2E80 ? 2 : codePoint(character) >= 'A' ? 1.1 : 1;
    return width;
}

double nameWidth(const MetricTable& table)
{
    double width = widthOf(table.rowHeading());
    for (std::size_t row = 0; row < table.rows(); ++row)
        width = std::max(width, widthOf(table.rowName(row)));
    return width;
}

std::vector<double> widthsOf(const MetricTable& table, const TableStyle& style, const TableRoom& room)
{
    constexpr double kBold = 1.1, kArrow = 2.2;
    std::vector<double> widths;
    for (const MetricColumn& column : table.columns())
        widths.push_back(kBold * widthOf(column.name) + kArrow + room.gap);
    for (const ReadableRow& row : readable(table, style).rows)
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const ReadableCell& cell = row.cells[i];
            const double deviation =
                cell.deviation.empty() ? 0 : room.deviationSign + room.deviationDigit * widthOf(cell.deviation);
            widths[i] = std::max(widths[i], widthOf(cell.value) + deviation + room.gap);
        }
    return widths;
}

} // namespace

std::vector<MetricTable> blocksOf(const MetricTable& table, const TableStyle& style, const TableRoom& room,
                                  std::size_t rows)
{
    std::vector<MetricTable> blocks;
    std::size_t left = 0;
    for (const std::size_t right :
         endsOf(widthsOf(table, style, room), room.line - std::min(nameWidth(table), room.name))) {
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

MetricTable withShortNames(const MetricTable& table)
{
    constexpr std::size_t kBegin = 22, kEnd = 11;
    std::vector<std::string> names;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<std::string> all = characters(cleanText(table.rowName(row)));
        if (all.size() > kLongestName)
            all.erase(all.begin() + kBegin, all.end() - kEnd);
        std::string name;
        for (std::size_t i = 0; i < all.size(); ++i)
            name += (i == kBegin && all.size() == kBegin + kEnd ? "…" : "") + all[i];
        names.push_back(std::move(name));
    }
    const bool differ = std::set<std::string>(names.begin(), names.end()).size() == names.size();
    MetricTable other(table.rowHeading(), table.columns());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<MetricCell> cells;
        for (std::size_t column = 0; column < table.columns().size(); ++column)
            cells.push_back(table.cell(row, column));
        other.addRow(differ ? names[row] : cleanText(table.rowName(row)), std::move(cells));
    }
    return other;
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

} // namespace duoscope
