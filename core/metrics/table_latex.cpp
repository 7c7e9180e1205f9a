// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

#include <algorithm>
#include <string_view>

namespace duoscope {
namespace {

constexpr std::string_view kMinus = "−"; // U+2212

/// Whether text has letters beyond the Latin ones, which pdfLaTeX does not know.
bool needsUnicodeEngine(const std::string& text)
{
    constexpr unsigned char kGreek = 0xCD; // first byte of U+0370 and a little before
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= kGreek; });
}

std::string cellText(const ReadableCell& cell)
{
    const std::string deviation = cell.deviation.empty() ? std::string() : " $\\pm$ " + cell.deviation;
    switch (cell.place) {
    case Place::Best:
        return "\\textbf{" + latexNumber(cell.value) + '}' + deviation;
    case Place::SecondBest:
        return "\\underline{" + latexNumber(cell.value) + '}' + deviation;
    case Place::Other:
        break;
    }
    return latexNumber(cell.value) + deviation;
}

std::string rowText(const ReadableRow& row)
{
    std::string line = latexText(row.name);
    for (const ReadableCell& cell : row.cells)
        line += " & " + cellText(cell);
    return line + " \\\\\n";
}

} // namespace

std::string latexNumber(const std::string& number)
{
    if (number == "–")
        return "--";
    if (number == "∞")
        return "$\\infty$";
    if (number == "-∞")
        return "$-\\infty$";
    return number.starts_with('-') ? "$-$" + number.substr(1) : number;
}

std::string latexText(const std::string& text)
{
    const std::string safe = printable(text);
    std::string latex;
    for (std::size_t i = 0; i < safe.size(); ++i) {
        const char c = safe[i];
        if (safe.compare(i, kMinus.size(), kMinus) == 0) {
            latex += "$-$";
            i += kMinus.size() - 1;
            continue;
        }
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
        case '[': // at the begin of a row these two would belong to the \\ before it
        case '*':
            latex += std::string("{") + c + '}';
            break;
        case '`': // no ligatures: ``, ?`, --, ''
            latex += "{}`";
            break;
        case '-':
        case '\'':
            latex += c;
            if (i + 1 < safe.size() && safe[i + 1] == c)
                latex += "{}";
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
    std::string text = "% needs \\usepackage{booktabs}";
    for (const ReadableRow& row : content.rows)
        if (needsUnicodeEngine(row.name)) {
            text += ", and for the names XeLaTeX or LuaLaTeX with a font that has their letters";
            break;
        }
    text += "\n\\begin{tabular}{l" + std::string(table.columns().size(), 'r') + "}\n\\toprule\n";
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
