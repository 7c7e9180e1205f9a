// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/report/html_text.h"
#include "core/report/page.h"
#include "core/report/table_blocks.h"
#include "core/report/utf8_text.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace duoscope {
namespace {

constexpr TableRoom kRoom{116, 20, 1.9, 2.8, 1}; ///< Computer Modern at 8 points
constexpr std::size_t kRows = 44;                ///< of a table, which does not break across pages
constexpr std::size_t kFiguresInRow = 4;

constexpr std::string_view kPreamble = R"(\documentclass[10pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
  \newcommand{\nonlatin}[2]{[#2]} % pdfLaTeX has no such letters
\else
  \usepackage{fontspec}
  \newcommand{\nonlatin}[2]{{\cjkfont #1}}
  \newcommand{\cjkfont}{}
  \IfFontExistsTF{Noto Sans CJK SC}{\renewfontfamily{\cjkfont}{Noto Sans CJK SC}}{%
  \IfFontExistsTF{Source Han Sans SC}{\renewfontfamily{\cjkfont}{Source Han Sans SC}}{%
  \IfFontExistsTF{SimSun}{\renewfontfamily{\cjkfont}{SimSun}}{%
  \IfFontExistsTF{PingFang SC}{\renewfontfamily{\cjkfont}{PingFang SC}}{}}}}
  \ifXeTeX\XeTeXlinebreaklocale "zh"\XeTeXlinebreakskip=0pt plus 1pt\fi
\fi
\usepackage[margin=20mm]{geometry}
\usepackage{array,booktabs,graphicx,xcolor,pict2e}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\tabcolsep}{4pt}
\emergencystretch=3em
\raggedbottom
\makeatletter
\renewcommand{\section}{\@startsection{section}{1}{0pt}{-14pt plus -4pt}{5pt}{\large\bfseries\raggedright}}
\renewcommand{\subsection}{\@startsection{subsection}{2}{0pt}{-8pt plus -2pt}{3pt}{\normalsize\bfseries\raggedright}}
\makeatother
% A table keeps its size where it fits, and becomes as wide as the text where it would not.
\newsavebox{\fitbox}
\newcommand{\fittable}[1]{\par{\footnotesize\sbox{\fitbox}{#1}%
  \ifdim\wd\fitbox>\linewidth\resizebox{\linewidth}{!}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi}\par}
\newcommand{\note}[1]{\par\nopagebreak{\footnotesize\color{black!70}\raggedright #1\par}}
% Begins a page where less room is left.
\newcommand{\needroom}[1]{\par\ifdim\pagegoal<\maxdimen\ifdim\dimexpr\pagegoal-\pagetotal\relax<#1\newpage\fi\fi}
\newcommand{\swatch}[1]{{\color[HTML]{#1}\rule{1.6ex}{1.6ex}}}
)";

/// Signs of our own texts that pdfLaTeX has under other names.
const std::map<char32_t, std::string_view>& signs()
{
    static const std::map<char32_t, std::string_view> all{
        {U'₀', "$_0$"},          {U'₁', "$_1$"},      {U'₂', "$_2$"},    {U'₃', "$_3$"},      {U'₄', "$_4$"},
        {U'₅', "$_5$"},          {U'₆', "$_6$"},      {U'₇', "$_7$"},    {U'₈', "$_8$"},      {U'₉', "$_9$"},
        {U'−', "$-$"},           {U'≤', "$\\le$"},    {U'±', "$\\pm$"},  {U'×', "$\\times$"}, {U'↑', "$\\uparrow$"},
        {U'↓', "$\\downarrow$"}, {U'∞', "$\\infty$"}, {U'ρ', "$\\rho$"}, {U'ₖ', "$_k$"},      {U'₋', "$_-$"},
        {U'ᵢ', "$_i$"},          {U'ᵣ', "$_r$"},      {U'ᵥ', "$_v$"},    {U'·', "$\\cdot$"},  {U'½', "$\\frac{1}{2}$"},
        {U'\u00A0', "~"},        {U'\uFFFD', "?"}};
    return all;
}

/// What T1 and textcomp hold: Latin letters and the dashes, quotation marks and dots of Latin text.
bool isKnown(char32_t code)
{
    return code < 0x80 || (code >= 0xA1 && code < 0x180) || code == 0x2013 || code == 0x2014 ||
           (code >= 0x2018 && code <= 0x201E && code != 0x201B) || code == 0x2022 || code == 0x2026 || code == 0x20AC;
}

bool needsFont(char32_t code) { return !isKnown(code) && !signs().contains(code); }

/// The document in characters that all engines take: others become \nonlatin{character}{U+1234}.
std::string withoutForeign(const std::string& latex)
{
    std::string text;
    for (const std::string& character : characters(latex)) {
        const char32_t code = codePoint(character);
        if (const auto sign = signs().find(code); sign != signs().end()) {
            text += sign->second;
        } else if (isKnown(code)) {
            text += character;
        } else {
            char name[16];
            std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(code));
            text += "\\nonlatin{" + std::string(character) + "}{" + name + "}";
        }
    }
    return text;
}

/// Text whose longest words, as hashes and names of files are, may break within.
std::string breakable(const std::string& text)
{
    std::string latex;
    for (const std::string& part : breakableParts(text))
        latex += (latex.empty() ? "" : "\\allowbreak{}") + latexText(part);
    return latex;
}

/// What stands in a table and does not break.
std::string cellText(const std::string& text) { return latexText(cleanText(text)); }

/// The lines of a table without the comments around it, which would end a line of an argument.
std::string withoutComments(const std::string& latex)
{
    std::string kept;
    for (std::size_t begin = 0; begin < latex.size();) {
        const std::size_t end = latex.find('\n', begin);
        if (latex[begin] != '%')
            kept += latex.substr(begin, end + 1 - begin);
        begin = end + 1;
    }
    return kept;
}

class LatexWriter {
public:
    LatexWriter(const Page& page, std::string pictures) : m_page(page), m_pictures(std::move(pictures)) {}

    std::string text()
    {
        m_tex = "\\begin{document}\n{\\LARGE\\bfseries\\raggedright " + breakable(m_page.title) +
                "\\par}\n{\\color{black!70}\\raggedright " + breakable(m_page.subtitle) + "\\par}\n";
        for (std::size_t i = 0; i < m_page.blocks.size(); ++i) {
            const auto* heading = std::get_if<PageHeading>(&m_page.blocks[i]);
            if (heading && heading->keepTogether && i + 1 < m_page.blocks.size())
                if (const auto* figures = std::get_if<PageFigures>(&m_page.blocks[i + 1]))
                    m_tex += "\\needroom{" + fixedNumber(roomOf(*figures), 0) + "mm}\n";
            std::visit([this](const auto& one) { add(one); }, m_page.blocks[i]);
        }
        const std::string body = withoutForeign(m_tex + "\\end{document}\n");
        std::string head = "% A report of Duoscope " DUOSCOPE_VERSION "; run LaTeX once.\n";
        if (needsUnicodeEngine(m_tex))
            head += "% It has letters that pdfLaTeX does not have: use XeLaTeX or LuaLaTeX, with a font for them.\n";
        return head + std::string(kPreamble) + body;
    }

private:
    /// About how much of a page figures take with what belongs to them; at most what a page has.
    static double roomOf(const PageFigures& block)
    {
        constexpr double kPanel = 41, kCaption = 14, kOthers = 45, kPage = 250; // mm
        double shape = 0.75;
        for (const PageFigure& shown : block.figures)
            if (shown.figure->width > 0)
                shape = std::max(shape, static_cast<double>(shown.figure->height) / shown.figure->width);
        const std::size_t rows = (block.figures.size() + block.bars.size() + kFiguresInRow - 1) / kFiguresInRow;
        return std::min(kPage, kOthers + static_cast<double>(rows) * (kPanel * shape + kCaption));
    }

    void add(const PageHeading& heading)
    {
        m_tex += (heading.isSmall ? "\n\\subsection*{" : "\n\\section*{") + breakable(heading.text) + "}\n";
    }

    void add(const PageNote& note)
    {
        m_tex += "\\note{";
        for (const TextRun& run : note.runs) {
            const char* command = run.emphasis == Emphasis::Strong       ? "\\textbf{"
                                  : run.emphasis == Emphasis::Underlined ? "\\underline{"
                                                                         : "";
            m_tex += command + breakable(run.text) + (*command ? "}" : "");
        }
        m_tex += "}\n";
    }

    void add(const PageFacts& facts)
    {
        m_tex += "{\\footnotesize\\begin{tabular}{@{}p{26mm}>{\\raggedright\\arraybackslash}p{"
                 "137mm}@{}}\n\\toprule\n";
        for (const auto& [name, value] : facts.facts)
            m_tex += "\\textcolor{black!70}{" + cellText(name) + "} & " + breakable(value) + " \\\\\n";
        m_tex += "\\bottomrule\n\\end{tabular}\\par}\n";
    }

    void add(const PageList& list)
    {
        m_tex +=
            "{\\footnotesize\\raggedright\\begin{itemize}\n\\setlength{\\itemsep}{1pt}\\setlength{\\parskip}{0pt}\n";
        for (const std::string& item : list.items)
            m_tex += "\\item " + breakable(item) + "\n";
        m_tex += "\\end{itemize}}\n";
    }

    void addTable(const std::string& tabular) { m_tex += "\\fittable{" + withoutComments(tabular) + "}\n"; }

    void add(const PageMetrics& metrics)
    {
        // Splitting the rows of a table with marks would mark the best of each part.
        const std::size_t rows = metrics.style.marks ? metrics.table.rows() + 1 : kRows;
        for (const MetricTable& block : blocksOf(withShortNames(metrics.table), metrics.style, kRoom, rows))
            addTable(formatTable(block, TableFormat::Latex, metrics.style));
    }

    void add(const PageGrid& block)
    {
        for (const TextGrid& part : blocksOf(block.grid, kRows))
            addTable(formatGrid(part, TableFormat::Latex));
    }

    void add(const PageCharts& block)
    {
        if (block.charts.empty())
            return;
        m_tex += "\\par";
        for (const Chart& chart : block.charts)
            m_tex += "\\begin{minipage}[t]{0.325\\linewidth}\\footnotesize\\raggedright " + latexText(chart.title) +
                     "\\\\[2pt]\n" + chartLatex(chart) + "\\end{minipage}\\hfill\n";
        m_tex += "\\par\n";
        const std::vector<ChartSeries>& series = block.charts[0].series;
        if (series.size() < 2)
            return;
        m_tex += "\\note{";
        for (std::size_t i = 0; i < series.size(); ++i)
            m_tex +=
                "\\swatch{" + htmlColour(seriesColour(i)).substr(1) + "} " + breakable(series[i].name) + "\\quad\n";
        m_tex += "}\n";
    }

    void add(const PageFigures& block)
    {
        std::vector<std::string> panels;
        for (const PageFigure& shown : block.figures)
            panels.push_back(panelOf(shown));
        for (const PageBars& bars : block.bars)
            panels.push_back(panelOf(bars));
        for (std::size_t i = 0; i < panels.size(); ++i) {
            m_tex += i % kFiguresInRow == 0 ? "\\par\\noindent" : "\\hspace{0.0133\\linewidth}";
            m_tex += "\\begin{minipage}[t]{0.24\\linewidth}\\vspace{0pt}\\scriptsize\\centering\n" + panels[i] +
                     "\\end{minipage}%\n";
        }
        m_tex += "\\par\n";
    }

    std::string panelOf(const PageFigure& shown)
    {
        const ReportFigure& figure = *shown.figure;
        const std::string name = m_pictures + "figure-" + std::to_string(++m_figures);
        std::string panel;
        if (figure.png.empty())
            panel = "{\\color{black!70}\\raggedright " + breakable(shown.problem) + "\\par}\n";
        else
            panel =
                "\\includegraphics[width=\\linewidth,height=0.5\\textheight,keepaspectratio]{" + name + ".png}\\par\n";
        if (figure.scale && !figure.png.empty())
            panel += latexText(scaleText(figure.scale->low)) + "\\hfill\\raisebox{0.2ex}{\\includegraphics[width=" +
                     (figure.scale->unit.empty() ? "0.42" : "0.25") + "\\linewidth,height=1.2ex]{" + name +
                     "-scale.png}}\\hfill " + latexText(scaleText(figure.scale->high)) +
                     (figure.scale->unit.empty() ? "" : " " + latexText(figure.scale->unit)) + "\\par\n";
        if (!figure.legend.empty() && !figure.png.empty()) {
            panel += "{\\tiny\\raggedright ";
            for (const FigureLegend& entry : figure.legend)
                panel += "\\mbox{\\swatch{" + htmlColour(entry.colour).substr(1) + "}~" + cellText(entry.name) + "} ";
            panel += "\\par}\n";
        }
        return panel + breakable(shown.caption) + "\\par\n";
    }

    static std::string panelOf(const PageBars& bars)
    {
        std::string panel = "\\fittable{\\tiny\\begin{tabular}{@{}l@{\\,}l@{\\,}r@{}}\n";
        for (const ClassWeight& one : bars.classes) {
            const std::string colour = htmlColour(one.colour).substr(1);
            panel += cellText(one.name) + " & {\\color[HTML]{" + colour + "}\\rule{" +
                     fixedNumber(14 * one.infraredWeight, 2) + "mm}{1.4ex}}{\\color[HTML]{" + colour +
                     "}\\rule[0.6ex]{" + fixedNumber(14 * (1 - one.infraredWeight), 2) + "mm}{0.2ex}} & " +
                     fixedNumber(one.infraredWeight, 3) + " \\\\\n";
        }
        return panel + "\\end{tabular}}\n" + breakable(bars.caption) + "\\par\n";
    }

    const Page& m_page;
    std::string m_pictures;
    std::string m_tex;
    int m_figures = 0;
};

} // namespace

bool needsUnicodeEngine(const std::string& latex)
{
    for (const std::string& character : characters(latex))
        if (needsFont(codePoint(character)))
            return true;
    return false;
}

std::string latexPage(const Page& page, const std::string& pictures) { return LatexWriter(page, pictures).text(); }

} // namespace duoscope
