// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

namespace duoscope {
namespace {

/// A number as readable() writes it, in the signs that all LaTeX engines have.
std::string numberText(const std::string& number)
{
    if (number == "–")
        return "--";
    if (number == "∞")
        return "$\\infty$";
    if (number == "-∞")
        return "$-\\infty$";
    return number.starts_with('-') ? "$-$" + number.substr(1) : number;
}

std::string cellText(const ReadableCell& cell)
{
    const std::string deviation = cell.deviation.empty() ? std::string() : " $\\pm$ " + cell.deviation;
    switch (cell.place) {
    case Place::Best:
        return "\\textbf{" + numberText(cell.value) + '}' + deviation;
    case Place::SecondBest:
        return "\\underline{" + numberText(cell.value) + '}' + deviation;
    case Place::Other:
        break;
    }
    return numberText(cell.value) + deviation;
}

std::string rowText(const ReadableRow& row)
{
    std::string line = latexText(row.name);
    for (const ReadableCell& cell : row.cells)
        line += " & " + cellText(cell);
    return line + " \\\\\n";
}

} // namespace

std::string latexText(const std::string& text)
{
    std::string latex;
    for (const char c : printable(text)) {
        switch (c) {
        case '\\':
            latex += "\\textbackslash{}";
            break;
        case '~':
            latex += "\\textasciitilde{}";
            break;
        case '^':
            latex += "\\textasciicircum{}";
            break;
        case '<':
            latex += "\\textless{}";
            break;
        case '>':
            latex += "\\textgreater{}";
            break;
        case '|':
            latex += "\\textbar{}";
            break;
        case '&':
        case '%':
        case '$':
        case '#':
        case '_':
        case '{':
        case '}':
            latex += '\\';
            [[fallthrough]];
        default:
            latex += c;
        }
    }
    return latex;
}

std::string writeLatex(const MetricTable& table, const TableStyle& style)
{
    const ReadableTable content = readable(table, style);
    std::string text = "% needs \\usepackage{booktabs}\n";
    text += "\\begin{tabular}{l" + std::string(table.columns().size(), 'r') + "}\n\\toprule\n";
    text += latexText(table.rowHeading());
    for (const MetricColumn& column : table.columns())
        text += " & " + latexText(column.name) +
                (column.direction == MetricDirection::HigherIsBetter ? " $\\uparrow$" : " $\\downarrow$");
    text += " \\\\\n\\midrule\n";
    for (const ReadableRow& row : content.rows)
        text += rowText(row);
    if (!content.summary.empty())
        text += "\\midrule\n";
    for (const ReadableRow& row : content.summary)
        text += rowText(row);
    text += "\\bottomrule\n\\end{tabular}\n";
    for (const std::string& note : content.notes)
        text += "% " + note + '\n';
    return text;
}

} // namespace duoscope
