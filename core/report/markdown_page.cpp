// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/report/page.h"
#include "core/report/utf8_text.h"

namespace duoscope {
namespace {

class MarkdownWriter {
public:
    MarkdownWriter(const Page& page, std::string pictures) : m_page(page), m_pictures(std::move(pictures)) {}

    std::string text()
    {
        m_text = "# " + safe(m_page.title) + "\n\n" + safe(m_page.subtitle) + "\n";
        for (const PageBlock& block : m_page.blocks)
            std::visit(
                [this](const auto& one) {
                    m_text += '\n';
                    add(one);
                },
                block);
        return m_text;
    }

private:
    static std::string safe(const std::string& text) { return markdownText(cleanText(text)); }

    void add(const PageHeading& heading) { m_text += (heading.isSmall ? "### " : "## ") + safe(heading.text) + '\n'; }

    void add(const PageNote& note)
    {
        if (note.isOfTable) // the table's writer has said it
            return;
        for (const TextRun& run : note.runs)
            m_text += run.emphasis == Emphasis::Strong       ? "**" + safe(run.text) + "**"
                      : run.emphasis == Emphasis::Underlined ? "<ins>" + safe(run.text) + "</ins>"
                                                             : safe(run.text);
        m_text += '\n';
    }

    void add(const PageFacts& facts)
    {
        for (const auto& [name, value] : facts.facts)
            m_text += "- **" + safe(name) + "**: " + safe(value) + '\n';
    }

    void add(const PageList& list)
    {
        for (const std::string& item : list.items)
            m_text += "- " + safe(item) + '\n';
    }

    void add(const PageMetrics& metrics) { m_text += formatTable(metrics.table, TableFormat::Markdown, metrics.style); }

    void add(const PageGrid& block) { m_text += formatGrid(block.grid, TableFormat::Markdown); }

    void add(const PageCharts&) {} // their numbers are in the tables that follow

    void add(const PageFigures& block)
    {
        for (const PageFigure& shown : block.figures) {
            const std::string name = m_pictures + "figure-" + std::to_string(++m_figures) + ".png";
            const ReportFigure& figure = *shown.figure;
            m_text += figure.png.empty() ? safe(shown.caption) + ": " + safe(shown.problem)
                                         : "![" + safe(shown.caption) + "](<" + name + ">) " + safe(shown.caption);
            if (figure.scale)
                m_text += ", " + safe(scaleText(figure.scale->low) + " … " + scaleText(figure.scale->high));
            m_text += "\n\n";
        }
        for (const PageBars& bars : block.bars) {
            m_text += safe(bars.caption) + ":";
            for (const ClassWeight& one : bars.classes)
                m_text += " " + safe(one.name) + " " + fixedNumber(one.infraredWeight, 3) + ";";
            m_text += "\n\n";
        }
    }

    const Page& m_page;
    std::string m_pictures;
    std::string m_text;
    int m_figures = 0;
};

} // namespace

std::string markdownPage(const Page& page, const std::string& pictures)
{
    return MarkdownWriter(page, pictures).text();
}

} // namespace duoscope
