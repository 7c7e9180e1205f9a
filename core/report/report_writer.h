// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/report/report.h"
#include "core/report/words.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

enum class ReportFormat {
    Html,     ///< one file that needs no other
    Pdf,      ///< by Chromium or LaTeX, where one is installed
    Latex,    ///< a document and its pictures beside it
    Markdown, ///< likewise
    Csv,      ///< all numbers, a line each
    Json,     ///< all there is but the pictures
};

/// "html", "pdf", "latex", "markdown", "csv" or "json".
std::string toString(ReportFormat format);
/// Inverse of toString; throws Error(Usage).
ReportFormat parseReportFormat(std::string_view text);
/// By the ending of a name: .html, .htm, .pdf, .tex, .md, .markdown, .csv, .json. Throws Error(Usage) for others.
ReportFormat reportFormatOf(const std::filesystem::path& file);

/// Writes a report; files appear when they are complete, and those of one report together.
/// @param file      of Latex and Markdown the folder may be named instead; then the document is report.tex, report.md.
///                  Their pictures lie beside them, with the document's name before their own.
/// @param language  of headings and notes; data formats have none
/// @return the files, the document first
/// Throws Error(Output) where the place can't be written to or the disk is full, and where a PDF can't be made; and
/// Cancelled.
std::vector<std::filesystem::path> writeReport(const Report& report, const std::filesystem::path& file,
                                               ReportFormat format, Language language = Language::English,
                                               const JobControl& job = {});

} // namespace duoscope
