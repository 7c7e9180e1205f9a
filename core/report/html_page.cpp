// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/report/html_text.h"
#include "core/report/page.h"
#include "core/report/table_blocks.h"
#include "core/report/utf8_text.h"

#include <string_view>

namespace duoscope {
namespace {

constexpr TableRoom kRoom{90, 14, 1.3, 1.3, 0.83}; ///< of fonts with wide digits, at 9 points
constexpr std::size_t kAllRows = 1'000'000;        ///< a browser breaks tables by itself and repeats their heads
constexpr std::size_t kUnbroken = 16;              ///< rows of a table that stays on one page

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 20mm 16mm 18mm; }
* { box-sizing: border-box; }
html { color: #1C1C1E; background: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact;
  font: 10pt/1.45 "Noto Sans", "Open Sans", "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans",
  "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0 auto; padding: 0; max-width: 178mm; }
h1 { font-size: 20pt; line-height: 1.2; font-weight: 600; margin: 0 0 1mm; overflow-wrap: anywhere; }
h2 { font-size: 12pt; font-weight: 600; margin: 7mm 0 2mm; overflow-wrap: anywhere; break-after: avoid; }
h3 { font-size: 10pt; font-weight: 600; margin: 4mm 0 1mm; overflow-wrap: anywhere; break-after: avoid; }
.subtitle { color: #58585E; margin: 0 0 5mm; overflow-wrap: anywhere; }
.note { font-size: 8.5pt; color: #58585E; margin: 1.5mm 0 3mm; overflow-wrap: anywhere; orphans: 2; widows: 2; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.6mm 6mm; background: #F7F7F8; border: 1px solid #C4C4C8;
  padding: 2.5mm 3.5mm; margin: 0; font-size: 9pt; }
.facts dt { color: #58585E; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 0 0 1mm; }
.keep { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; border-top: 1.5pt solid #1C1C1E; border-bottom: 1.5pt solid #1C1C1E;
  font-variant-numeric: tabular-nums; margin: 0 0 2mm; }
thead { display: table-header-group; }
th { font-weight: 600; border-bottom: 0.7pt solid #1C1C1E; vertical-align: bottom; }
th, td { padding: 1.1mm 1.2mm; text-align: right; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
td { white-space: nowrap; }
td:first-child { white-space: normal; min-width: 24mm; }
tr { break-inside: avoid; }
tbody tr:last-child { break-before: avoid; }
.d, .unit { font-size: 7.5pt; color: #58585E; font-weight: 400; }
b { font-weight: 700; }
u { text-underline-offset: 2px; }
.swatch { display: inline-block; width: 2.6mm; height: 2.6mm; border-radius: 0.5mm; margin-right: 1.4mm; vertical-align: -0.2mm; }
ul { margin: 0; padding-left: 5mm; font-size: 9pt; }
li { margin: 0.5mm 0; overflow-wrap: anywhere; break-inside: avoid; }
.charts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4mm; break-inside: avoid; }
.charts p { font-size: 8.5pt; margin: 0 0 1mm; }
.charts svg { width: 100%; height: auto; display: block; }
.series { font-size: 8.5pt; margin: 1mm 0 0; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; align-items: start; }
figure { margin: 0; break-inside: avoid; font-size: 8.5pt; min-width: 0; }
figure > img { width: 100%; height: auto; display: block; max-height: 110mm; object-fit: contain; }
figcaption { text-align: center; margin-top: 1mm; overflow-wrap: anywhere; }
.scale { display: grid; grid-template-columns: max-content 1fr max-content; gap: 1.2mm; align-items: center; margin-top: 1mm;
  font-size: 7.5pt; }
.scale img { width: 100%; height: 2.4mm; border: 1px solid #C4C4C8; display: block; }
.legend { font-size: 7.5pt; line-height: 1.5; margin-top: 1mm; }
.bars + .unit { margin-top: 1mm; }
.legend span { white-space: nowrap; margin-right: 1.5mm; }
.none { display: flex; align-items: center; justify-content: center; text-align: center; background: #F0F0F1; color: #58585E;
  min-height: 28mm; padding: 2mm; font-size: 7.5pt; overflow-wrap: anywhere; }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 0.7mm 1.5mm; align-items: center; font-size: 7.5pt; }
.bars i { display: block; height: 3mm; }
@media screen { body { padding: 10mm 6mm; } }
@media print {
  @page { @top-left { content: "HEADER"; font: 8pt "Noto Sans", "Open Sans", "Segoe UI", Arial, "Liberation Sans", "DejaVu Sans", "Noto Sans CJK SC", sans-serif; color: #58585E; }
          @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "Noto Sans", "Open Sans", "Segoe UI", Arial, "Liberation Sans", "DejaVu Sans", sans-serif; color: #58585E; } }
  .wide { overflow: visible; }
}
)";

/// Text whose longest words, as hashes and names of files are, may break within.
std::string breakable(const std::string& text)
{
    std::string html;
    for (const std::string& part : breakableParts(text))
        html += (html.empty() ? "" : "<wbr>") + htmlText(part);
    return html;
}

std::string dataUri(const std::vector<std::uint8_t>& png) { return "data:image/png;base64," + base64(png); }

std::string swatch(const std::array<std::uint8_t, 3>& colour)
{
    return "<span class=\"swatch\" style=\"background:" + htmlColour(colour) + "\"></span>";
}

/// The name of a metric, which may be broken after an underscore.
std::string headText(const std::string& name)
{
    std::string html;
    for (const char c : htmlText(name))
        html += c == '_' ? "_<wbr>" : std::string(1, c);
    return html;
}

/// A number with a true minus.
std::string signedText(const std::string& text)
{
    const bool negative =
        text.size() > 1 && text[0] == '-' && text.find_first_not_of("0123456789.∞", 1) == std::string::npos;
    return negative ? "−" + htmlText(text.substr(1)) : htmlText(text);
}

/// "0.437 ± 0.012" with the deviation set small.
std::string numberCell(const std::string& text)
{
    constexpr std::string_view kSign = " ± ";
    const std::size_t at = text.find(kSign);
    if (at == std::string::npos)
        return signedText(text);
    return signedText(text.substr(0, at)) + " <span class=\"d\">±" + htmlText(text.substr(at + kSign.size())) +
           "</span>";
}

class HtmlWriter {
public:
    explicit HtmlWriter(const Page& page) : m_page(page) {}

    std::string text()
    {
        const char* language = m_page.language == Language::English ? "en" : "zh-Hans";
        std::string style(kStyle);
        style.replace(style.find("HEADER"), 6, cssText(m_page.header));
        m_html = "<!DOCTYPE html>\n<html lang=\"" + std::string(language) + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
                 // Names from files stay text even where escaping them were to fail, and nothing is fetched.
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
                 "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"generator\" content=\"Duoscope " DUOSCOPE_VERSION "\">\n<title>" +
                 htmlText(m_page.title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>" +
                 htmlText(m_page.title) + "</h1>\n<p class=\"subtitle\">" + htmlText(m_page.subtitle) + "</p>\n";
        for (std::size_t i = 0; i < m_page.blocks.size(); ++i) {
            const auto* heading = std::get_if<PageHeading>(&m_page.blocks[i]);
            if (heading && !heading->isSmall)
                closeSection();
            if (heading && !isHeading(i, -1)) {
                closeGroup();
                openGroup(i);
            }
            std::visit([this](const auto& one) { add(one); }, m_page.blocks[i]);
        }
        closeSection();
        return m_html + "</body>\n</html>\n";
    }

private:
    static std::string cssText(const std::string& text)
    {
        std::string css;
        for (const char c : cleanText(text))
            if (c != '"' && c != '\\' && c != '<')
                css += c;
        return css;
    }

    bool isHeading(std::size_t block, int away) const
    {
        const std::size_t at = block + static_cast<std::size_t>(away); // beyond the last where there is none
        return at < m_page.blocks.size() && std::holds_alternative<PageHeading>(m_page.blocks[at]);
    }

    /// Lines that a block takes, roughly; 0 for what may be broken anywhere.
    static std::size_t linesOf(const PageBlock& block)
    {
        if (const auto* metrics = std::get_if<PageMetrics>(&block))
            return blocksOf(metrics->table, metrics->style, kRoom, kAllRows).size() * (metrics->table.rows() + 1);
        if (const auto* grid = std::get_if<PageGrid>(&block))
            return grid->grid.rows.size() + 1;
        if (const auto* list = std::get_if<PageList>(&block))
            return list->items.size();
        return std::holds_alternative<PageCharts>(block) ? 8 : 0;
    }

    /// Keeps a heading on the page of what it heads and the notes below, where that is not too much for a page. A chain
    /// of "break-after: avoid" would say the same, but Chromium then breaks far too early.
    void openGroup(std::size_t first)
    {
        constexpr std::size_t kMost = 16;
        std::size_t last = first, lines = 0;
        while (isHeading(last, 1))
            ++last;
        while (last + 1 < m_page.blocks.size() && !isHeading(last, 1))
            lines += linesOf(m_page.blocks[++last]);
        m_groupOpens = lines <= kMost;
    }

    void closeGroup()
    {
        if (m_inGroup)
            m_html += "</div>\n";
        m_inGroup = false;
    }

    void closeSection()
    {
        closeGroup();
        if (m_inSection)
            m_html += "</section>\n";
        m_inSection = false;
    }

    void add(const PageHeading& heading)
    {
        if (!heading.isSmall) {
            m_inSection = true;
            m_html += heading.keepTogether ? "<section class=\"keep\">\n" : "<section>\n";
        }
        if (m_groupOpens) {
            m_html += "<div class=\"keep\">\n";
            m_inGroup = true;
            m_groupOpens = false;
        }
        m_html +=
            (heading.isSmall ? "<h3>" : "<h2>") + htmlText(heading.text) + (heading.isSmall ? "</h3>\n" : "</h2>\n");
    }

    void add(const PageNote& note)
    {
        m_html += "<p class=\"note\">";
        for (const TextRun& run : note.runs) {
            const char* tag = run.emphasis == Emphasis::Strong ? "b" : run.emphasis == Emphasis::Underlined ? "u" : "";
            m_html += *tag ? std::string("<") + tag + ">" + htmlText(run.text) + "</" + tag + ">" : htmlText(run.text);
        }
        m_html += "</p>\n";
    }

    void add(const PageFacts& facts)
    {
        m_html += "<dl class=\"facts\">\n";
        for (const auto& [name, value] : facts.facts)
            m_html += "<dt>" + htmlText(name) + "</dt><dd>" + breakable(value) + "</dd>\n";
        m_html += "</dl>\n";
    }

    void add(const PageList& list)
    {
        m_html += "<ul>\n";
        for (const std::string& item : list.items)
            m_html += "<li>" + htmlText(item) + "</li>\n";
        m_html += "</ul>\n";
    }

    void openTable(std::size_t rows)
    {
        m_html += rows <= kUnbroken ? "<div class=\"wide keep\"><table>\n" : "<div class=\"wide\"><table>\n";
    }

    void add(const PageMetrics& metrics)
    {
        for (const MetricTable& block : blocksOf(metrics.table, metrics.style, kRoom, kAllRows)) {
            openTable(block.rows());
            m_html += "<thead><tr><th>" + htmlText(block.rowHeading()) + "</th>";
            for (const MetricColumn& column : block.columns())
                m_html += "<th>" + headText(column.name) +
                          (column.direction == MetricDirection::HigherIsBetter ? "&nbsp;↑</th>" : "&nbsp;↓</th>");
            m_html += "</tr></thead>\n<tbody>\n";
            for (const ReadableRow& row : readable(block, metrics.style).rows)
                addRow(row);
            m_html += "</tbody></table></div>\n";
        }
    }

    void addRow(const ReadableRow& row)
    {
        m_html += "<tr><td>" + htmlText(row.name) + "</td>";
        for (const ReadableCell& cell : row.cells) {
            const char* tag = cell.place == Place::Best ? "b" : cell.place == Place::SecondBest ? "u" : nullptr;
            m_html += "<td>";
            m_html +=
                tag ? std::string("<") + tag + ">" + signedText(cell.value) + "</" + tag + ">" : signedText(cell.value);
            if (!cell.deviation.empty())
                m_html += " <span class=\"d\">±" + htmlText(cell.deviation) + "</span>";
            m_html += "</td>";
        }
        m_html += "</tr>\n";
    }

    void add(const PageGrid& block)
    {
        openTable(block.grid.rows.size());
        m_html += "<thead><tr>";
        for (const std::string& head : block.grid.heads)
            m_html += "<th>" + htmlText(head) + "</th>";
        m_html += "</tr></thead>\n<tbody>\n";
        for (std::size_t i = 0; i < block.grid.rows.size(); ++i) {
            m_html += "<tr>";
            for (std::size_t column = 0; column < block.grid.rows[i].size(); ++column) {
                const bool coloured = column == 0 && i < block.swatches.size();
                m_html += "<td>" + (coloured ? swatch(block.swatches[i]) : "") +
                          numberCell(block.grid.rows[i][column]) + "</td>";
            }
            m_html += "</tr>\n";
        }
        m_html += "</tbody></table></div>\n";
    }

    void add(const PageCharts& block)
    {
        m_html += "<div class=\"charts\">\n";
        for (const Chart& chart : block.charts)
            m_html += "<div><p>" + htmlText(chart.title) + "</p>" + chartSvg(chart) + "</div>\n";
        m_html += "</div>\n";
        if (block.charts.empty() || block.charts[0].series.size() < 2)
            return;
        m_html += "<p class=\"series\">";
        const std::vector<ChartSeries>& series = block.charts[0].series;
        for (std::size_t i = 0; i < series.size(); ++i) {
            constexpr std::array kMarks{"●", "■", "▲"}; // as in the charts
            m_html += "<span style=\"color:" + htmlColour(seriesColour(i)) + "\">" + kMarks[i % 3] + "</span> " +
                      htmlText(series[i].name) + " &nbsp; ";
        }
        m_html += "</p>\n";
    }

    void add(const PageFigures& block)
    {
        m_html += "<div class=\"figures\">\n";
        for (const PageFigure& shown : block.figures)
            addFigure(shown);
        for (const PageBars& bars : block.bars)
            addBars(bars);
        m_html += "</div>\n";
    }

    void addFigure(const PageFigure& shown)
    {
        const ReportFigure& figure = *shown.figure;
        m_html += "<figure>";
        if (figure.png.empty())
            m_html += "<div class=\"none\">" + htmlText(shown.problem) + "</div>";
        else
            m_html += "<img src=\"" + dataUri(figure.png) + "\" width=\"" + std::to_string(figure.width) +
                      "\" height=\"" + std::to_string(figure.height) + "\" alt=\"" + htmlText(shown.caption) + "\">";
        if (figure.scale && !figure.png.empty())
            m_html += "<div class=\"scale\"><span>" + scaleText(figure.scale->low) + "</span><img src=\"" +
                      dataUri(figure.scale->bar) + "\" alt=\"\"><span>" + scaleText(figure.scale->high) +
                      (figure.scale->unit.empty() ? "" : " " + htmlText(figure.scale->unit)) + "</span></div>";
        if (!figure.legend.empty() && !figure.png.empty()) {
            m_html += "<div class=\"legend\">";
            for (const FigureLegend& entry : figure.legend)
                m_html += "<span>" + swatch(entry.colour) + htmlText(entry.name) + "</span> ";
            m_html += "</div>";
        }
        m_html += "<figcaption>" + htmlText(shown.caption) + "</figcaption></figure>\n";
    }

    void addBars(const PageBars& bars)
    {
        m_html += "<figure><div class=\"bars\">";
        for (const ClassWeight& one : bars.classes) {
            const std::string colour = htmlColour(one.colour), width = fixedNumber(100 * one.infraredWeight, 1);
            m_html +=
                "<span>" + htmlText(one.name) +
                "</span><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 10\" "
                "preserveAspectRatio=\"none\" width=\"100%\" height=\"10\"><rect width=\"100\" height=\"10\" fill=\"" +
                colour + "\" opacity=\"0.25\"/><rect width=\"" + width + "\" height=\"10\" fill=\"" + colour +
                "\"/><path d=\"M50,0V10\" stroke=\"#1C1C1E\" stroke-width=\"0.8\" "
                "stroke-dasharray=\"2,2\"/></svg><span>" +
                fixedNumber(one.infraredWeight, 3) + "</span>";
        }
        m_html += "</div><div class=\"unit\">" + htmlText(bars.key) + "</div><figcaption>" + htmlText(bars.caption) +
                  "</figcaption></figure>\n";
    }

    const Page& m_page;
    std::string m_html;
    bool m_inSection = false;
    bool m_groupOpens = false; ///< with the next heading
    bool m_inGroup = false;
};

} // namespace

std::string htmlPage(const Page& page) { return HtmlWriter(page).text(); }

} // namespace duoscope
