// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/text_grid.h"

#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

#include <algorithm>
#include <stdexcept>

namespace duoscope {
namespace {

using Line = std::vector<std::string>;

std::string asText(const TextGrid& grid)
{
    std::vector<Line> lines{grid.heads};
    lines.insert(lines.end(), grid.rows.begin(), grid.rows.end());
    std::vector<std::size_t> widths(grid.heads.size());
    for (Line& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) {
            line[i] = printable(line[i]);
            widths[i] = std::max(widths[i], terminalWidth(line[i]));
        }
    std::size_t total = 0;
    for (const std::size_t width : widths)
        total += width + 2;
    std::string text;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        if (row == 1)
            text += std::string(total, '-') + '\n';
        std::string line;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string space(widths[i] - terminalWidth(lines[row][i]), ' ');
            line += i == 0 ? lines[row][i] + space : "  " + space + lines[row][i];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string asMarkdown(const TextGrid& grid)
{
    const auto lineOf = [](const Line& cells) {
        std::string line = "|";
        for (const std::string& cell : cells)
            line += ' ' + markdownText(cell) + " |";
        return line + '\n';
    };
    std::string text = lineOf(grid.heads);
    for (std::size_t i = 0; i < grid.heads.size(); ++i)
        text += i == 0 ? "| --- |" : " ---: |";
    text += '\n';
    for (const Line& row : grid.rows)
        text += lineOf(row);
    return text;
}

/// Whether a cell is what latexNumber() is for.
bool isNumber(const std::string& cell)
{
    return cell == "–" || cell.ends_with("∞") ||
           (cell.starts_with('-') && cell.find_first_not_of("0123456789.", 1) == std::string::npos);
}

std::string asLatex(const TextGrid& grid)
{
    const auto lineOf = [](const Line& cells) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i)
            line += (i > 0 ? " & " : "") + (isNumber(cells[i]) ? latexNumber(cells[i]) : latexText(cells[i]));
        return line + " \\\\\n";
    };
    std::string text = "\\begin{tabular}{l" + std::string(grid.heads.size() - 1, 'r') + "}\n\\toprule\n";
    text += lineOf(grid.heads) + "\\midrule\n";
    for (const Line& row : grid.rows)
        text += lineOf(row);
    return text + "\\bottomrule\n\\end{tabular}\n";
}

} // namespace

std::string formatGrid(const TextGrid& grid, TableFormat format)
{
    switch (format) {
    case TableFormat::Text:
        return asText(grid);
    case TableFormat::Markdown:
        return asMarkdown(grid);
    case TableFormat::Latex:
        return asLatex(grid);
    default:
        throw std::invalid_argument("text grids are for people");
    }
}

} // namespace duoscope
