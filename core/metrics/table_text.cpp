// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

#include <algorithm>

namespace duoscope {
namespace {

std::string textOf(const ReadableCell& cell)
{
    const std::string number = cell.deviation.empty() ? cell.value : cell.value + " ± " + cell.deviation;
    switch (cell.place) {
    case Place::Best:
        return number + "**";
    case Place::SecondBest:
        return number + "* ";
    case Place::Other:
        break;
    }
    return number + "  ";
}

using Line = std::vector<std::string>;

Line lineOf(const ReadableRow& row)
{
    Line line{row.name};
    for (const ReadableCell& cell : row.cells)
        line.push_back(textOf(cell));
    return line;
}

} // namespace

std::size_t terminalWidth(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string writeText(const MetricTable& table, const TableStyle& style)
{
    const ReadableTable content = readable(table, style);
    std::vector<Line> lines{{printable(table.rowHeading())}};
    for (const MetricColumn& column : table.columns())
        lines[0].push_back(column.name + (column.direction == MetricDirection::HigherIsBetter ? " ↑  " : " ↓  "));
    for (const ReadableRow& row : content.rows)
        lines.push_back(lineOf(row));
    for (const ReadableRow& row : content.summary)
        lines.push_back(lineOf(row));

    std::vector<std::size_t> widths(table.columns().size() + 1);
    for (const Line& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], terminalWidth(line[i]));
    std::size_t total = 0;
    for (const std::size_t width : widths)
        total += width + 1;

    std::string text;
    const auto rule = [&] { text += std::string(total, '-') + '\n'; };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i == 1 || (i == 1 + content.rows.size() && i > 1))
            rule();
        std::string line = lines[i][0] + std::string(widths[0] - terminalWidth(lines[i][0]), ' ');
        for (std::size_t column = 1; column < widths.size(); ++column)
            line += ' ' + std::string(widths[column] - terminalWidth(lines[i][column]), ' ') + lines[i][column];
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    for (const std::string& note : content.notes)
        text += "– " + note + '\n';
    return text;
}

} // namespace duoscope
