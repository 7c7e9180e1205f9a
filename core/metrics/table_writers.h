// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/table_format.h"
#include "core/metrics/table_numbers.h"

#include <cstddef>
#include <string>
#include <vector>

namespace duoscope {

// One function for each format; see formatTable().
std::string writeText(const MetricTable& table, const TableStyle& style);
std::string writeCsv(const MetricTable& table, const TableStyle& style);
std::string writeLongCsv(const MetricTable& table);
std::string writeJson(const MetricTable& table, const TableStyle& style);
std::string writeMarkdown(const MetricTable& table, const TableStyle& style);
std::string writeLatex(const MetricTable& table, const TableStyle& style);

// What several of them, and the report of an evaluation, need.

std::string csvField(const std::string& text);     ///< A field of RFC 4180.
std::string markdownText(const std::string& text); ///< What Markdown shows as that text.
std::string latexText(const std::string& text);    ///< What LaTeX shows as that text.
/// A number as people read it: "0.437", "∞", "–" where it is NaN.
std::string readableNumber(double value, int decimals);
/// The same ("-0.5", "∞", "–") in the signs that all LaTeX engines have.
std::string latexNumber(const std::string& number);
/// Columns that text takes on a terminal: its code points, which is right for what occurs here but Chinese names.
std::size_t terminalWidth(const std::string& text);

/// A cell as people read it: "0.437", "0.437 ± 0.012", "∞", "–".
struct ReadableCell {
    std::string value;
    std::string deviation; ///< Empty where there is none, or none is wanted.
    Place place = Place::Other;
};

struct ReadableRow {
    std::string name;
    std::vector<ReadableCell> cells;
};

/// The rows for people, and those of the summary where it is wanted.
struct ReadableTable {
    std::vector<ReadableRow> rows;
    std::vector<ReadableRow> summary;
    std::vector<std::string> notes; ///< "CC of pair 3: the fused image has one value everywhere"
};

ReadableTable readable(const MetricTable& table, const TableStyle& style);

} // namespace duoscope
