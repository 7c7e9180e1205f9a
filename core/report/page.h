// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/table_format.h"
#include "core/metrics/text_grid.h"
#include "core/report/chart.h"
#include "core/report/report.h"
#include "core/report/words.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace duoscope {

// A report laid out for people, in words of one language and before any markup: what HTML, LaTeX and Markdown share.

enum class Emphasis { None, Strong, Underlined };

struct TextRun {
    std::string text;
    Emphasis emphasis = Emphasis::None;
};

struct PageHeading {
    std::string text;
    bool isSmall = false;      ///< of a part of a section
    bool keepTogether = false; ///< what follows up to the next large heading should be on one page
};

/// A line of explanation.
struct PageNote {
    std::vector<TextRun> runs;
    bool isOfTable = false; ///< why values are missing in the table before it, which some table writers say themselves
};

/// Names and values in two columns.
struct PageFacts {
    std::vector<std::pair<std::string, std::string>> facts;
};

struct PageList {
    std::vector<std::string> items;
};

/// A table whose columns are metrics; writers split what is too wide.
struct PageMetrics {
    MetricTable table;
    TableStyle style;
};

/// A table of text.
struct PageGrid {
    TextGrid grid;
    std::vector<std::array<std::uint8_t, 3>> swatches; ///< RGB, beside the rows' names; empty for none
};

struct PageCharts {
    std::vector<Chart> charts; ///< of the same series
};

struct PageFigure {
    const ReportFigure* figure = nullptr; ///< of the report, which outlives the page
    std::string caption;                  ///< "(a) infrared"
    std::string problem;                  ///< in place of the picture
};

/// Weights as bars.
struct PageBars {
    std::vector<ClassWeight> classes;
    std::string caption;
    std::string key; ///< what a bar means
};

struct PageFigures {
    std::vector<PageFigure> figures;
    std::vector<PageBars> bars; ///< stand after the figures
};

using PageBlock =
    std::variant<PageHeading, PageNote, PageFacts, PageList, PageMetrics, PageGrid, PageCharts, PageFigures>;

struct Page {
    Language language = Language::English;
    std::string header; ///< of each sheet
    std::string title;
    std::string subtitle;
    std::vector<PageBlock> blocks;
};

/// Lays a report out. @param report  outlives the page
Page layOut(const Report& report, Language language);

// The page as text of one format.

/// One file that needs no other: style, pictures and charts are in it.
std::string htmlPage(const Page& page);
/// For pdfLaTeX, XeLaTeX and LuaLaTeX. @param pictures  "report-": begins the names of the pictures
std::string latexPage(const Page& page, const std::string& pictures);
/// GitHub's Markdown. @param pictures  as above
std::string markdownPage(const Page& page, const std::string& pictures);

/// The files that these two name: "report-figure-1.png", in the order of the page; figures, then the bars of scales.
std::vector<std::pair<std::string, const std::vector<std::uint8_t>*>> pictureFiles(const Page& page,
                                                                                   const std::string& pictures);

/// An end of a scale, with as many digits as count: "−0.104", "0", "12.3".
std::string scaleText(double value);

/// Whether any character needs a font beyond those that pdfLaTeX has.
bool needsUnicodeEngine(const std::string& latex);

} // namespace duoscope
