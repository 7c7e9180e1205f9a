// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

#include <string_view>

namespace duoscope {
namespace {

std::string cellText(const ReadableCell& cell)
{
    const std::string deviation = cell.deviation.empty() ? std::string() : " ± " + cell.deviation;
    switch (cell.place) {
    case Place::Best:
        return "**" + cell.value + "**" + deviation;
    case Place::SecondBest:
        return "<ins>" + cell.value + "</ins>" + deviation;
    case Place::Other:
        break;
    }
    return cell.value + deviation;
}

/// @param emphasis  put around the name
std::string rowText(const ReadableRow& row, const std::string& emphasis = {})
{
    std::string line = "| " + emphasis + markdownText(row.name) + emphasis + " |";
    for (const ReadableCell& cell : row.cells)
        line += ' ' + cellText(cell) + " |";
    return line + '\n';
}

} // namespace

std::string markdownText(const std::string& text)
{
    std::string markdown;
    for (const char c : printable(text)) {
        if (std::string_view("\\`*_[]<>|#~&$").find(c) != std::string_view::npos)
            markdown += '\\';
        markdown += c;
    }
    return markdown;
}

std::string writeMarkdown(const MetricTable& table, const TableStyle& style)
{
    const ReadableTable content = readable(table, style);
    std::string text = "| " + markdownText(table.rowHeading()) + " |", rule = "| --- |";
    for (const MetricColumn& column : table.columns()) {
        text +=
            ' ' + markdownText(column.name) + (column.direction == MetricDirection::HigherIsBetter ? " ↑ |" : " ↓ |");
        rule += " ---: |";
    }
    text += '\n' + rule + '\n';
    for (const ReadableRow& row : content.rows)
        text += rowText(row);
    for (const ReadableRow& row : content.summary)
        text += rowText(row, "*"); // no rule can part them from the others
    if (!content.notes.empty())
        text += '\n';
    for (const std::string& note : content.notes)
        text += "- " + markdownText(note) + '\n';
    return text;
}

} // namespace duoscope
