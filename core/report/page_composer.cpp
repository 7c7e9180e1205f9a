// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/page_composer.h"

#include "core/metrics/table_writers.h"

#include <algorithm>

namespace duoscope {

std::string PageComposer::word(Word one) const { return std::string(say(m_page.language, one)); }

std::string PageComposer::words(Word one, std::initializer_list<std::string_view> values) const
{
    return say(m_page.language, one, values);
}

std::string PageComposer::counted(Word one, std::size_t count) const
{
    std::string text = words(one, {std::to_string(count)});
    if (count == 1 && !isChinese())
        text.pop_back();
    return text;
}

std::string PageComposer::nameOf(const std::string& key) const
{
    const ReportMethod& method = m_report.method(key);
    if (method.equations.empty())
        return method.title;
    return method.title + comma() + word(method.equations == "paper" ? Word::PaperEquations : Word::ReleasedEquations);
}

Evaluation PageComposer::readableEvaluation() const
{
    Evaluation evaluation = *m_report.quality.fusion;
    for (std::string& method : evaluation.methods)
        method = nameOf(method);
    return evaluation;
}

void PageComposer::heading(std::string text, bool isSmall, bool keepTogether)
{
    add(PageHeading{std::move(text), isSmall, keepTogether});
}

void PageComposer::note(std::string text) { add(PageNote{{{std::move(text)}}, false}); }

void PageComposer::addTable(const MetricTable& table, const TableStyle& style)
{
    add(PageMetrics{renamed(table, word(Word::Method)), style});
    const std::vector<std::string> notes = readable(table, style).notes;
    if (notes.empty())
        return;
    std::string text;
    for (std::size_t i = 0; i < std::min(notes.size(), kShownItems); ++i)
        text += (text.empty() ? word(Word::Missing) + ": " : "; ") + notes[i];
    add(PageNote{{{text + "."}}, true});
}

MetricTable renamed(const MetricTable& table, const std::string& heading)
{
    MetricTable other(heading, table.columns());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<MetricCell> cells;
        for (std::size_t column = 0; column < table.columns().size(); ++column)
            cells.push_back(table.cell(row, column));
        other.addRow(table.rowName(row), std::move(cells));
    }
    return other;
}

} // namespace duoscope
