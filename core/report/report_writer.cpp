// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/output_folder.h"
#include "core/report/data_formats.h"
#include "core/report/page.h"
#include "core/report/pdf_writer.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<ReportFormat, const char*>, 6> kNames{{{ReportFormat::Html, "html"},
                                                                      {ReportFormat::Pdf, "pdf"},
                                                                      {ReportFormat::Latex, "latex"},
                                                                      {ReportFormat::Markdown, "markdown"},
                                                                      {ReportFormat::Csv, "csv"},
                                                                      {ReportFormat::Json, "json"}}};

constexpr std::array<std::pair<const char*, ReportFormat>, 8> kEndings{{{".html", ReportFormat::Html},
                                                                        {".htm", ReportFormat::Html},
                                                                        {".pdf", ReportFormat::Pdf},
                                                                        {".tex", ReportFormat::Latex},
                                                                        {".md", ReportFormat::Markdown},
                                                                        {".markdown", ReportFormat::Markdown},
                                                                        {".csv", ReportFormat::Csv},
                                                                        {".json", ReportFormat::Json}}};

std::string endingOf(const fs::path& file)
{
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

/// What pictures' names begin with: LaTeX and Markdown read only plain letters in names without ado.
std::string picturesOf(const fs::path& document)
{
    std::string name;
    for (const char c : document.stem().string())
        if (std::isalnum(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80)
            name += c;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    while (name.ends_with('-'))
        name.pop_back();
    return (name.empty() ? "report" : name) + "-";
}

void writeBytes(const fs::path& file, const std::vector<std::uint8_t>& bytes)
{
    writeAtomically(file, [&](std::ostream& stream) {
        stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    });
}

/// A document and its pictures.
template <typename ToText>
std::vector<fs::path> writeFolder(const Page& page, const fs::path& given, const char* defaultName, ToText toText,
                                  const JobControl& job)
{
    std::error_code ignored;
    const bool isFile = !endingOf(given).empty() && !fs::is_directory(given, ignored);
    const fs::path document = isFile ? given : given / defaultName;
    const fs::path parent = document.parent_path().empty() ? fs::path(".") : document.parent_path();
    const std::string pictures = picturesOf(document);
    OutputFolder folder(parent);
    const std::string text = toText(page, pictures);
    writeAtomically(folder.stage(document.filename().string()), [&](std::ostream& stream) { stream << text; });
    std::vector<fs::path> files{document};
    for (const auto& [name, bytes] : pictureFiles(page, pictures)) {
        job.checkStop();
        writeBytes(folder.stage(name), *bytes);
        files.push_back(document.parent_path() / name);
    }
    folder.commit();
    return files;
}

std::vector<fs::path> writeText(const fs::path& file, const std::string& text)
{
    writeAtomically(file, [&](std::ostream& stream) { stream << text; });
    return {file};
}

} // namespace

std::string toString(ReportFormat format)
{
    for (const auto& [known, name] : kNames)
        if (known == format)
            return name;
    return {};
}

ReportFormat parseReportFormat(std::string_view text)
{
    std::string names;
    for (const auto& [format, name] : kNames) {
        if (text == name)
            return format;
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    throw Error(ErrorKind::Usage, "Unknown report format \"" + std::string(text) + "\"", "there are " + names,
                "Choose one of them");
}

ReportFormat reportFormatOf(const fs::path& file)
{
    const std::string ending = endingOf(file);
    for (const auto& [known, format] : kEndings)
        if (ending == known)
            return format;
    throw Error(ErrorKind::Usage, "Cannot tell the format of the report " + file.string(),
                ending.empty() ? "its name has no ending" : "no format has the ending " + ending,
                "Name it .html, .pdf, .tex, .md, .csv or .json, or give --format");
}

std::vector<fs::path> writeReport(const Report& report, const fs::path& file, ReportFormat format, Language language,
                                  const JobControl& job)
{
    job.checkStop();
    switch (format) {
    case ReportFormat::Html:
        return writeText(file, htmlPage(layOut(report, language)));
    case ReportFormat::Pdf:
        writePdf(layOut(report, language), file, job);
        return {file};
    case ReportFormat::Latex:
        return writeFolder(layOut(report, language), file, "report.tex", latexPage, job);
    case ReportFormat::Markdown:
        return writeFolder(layOut(report, language), file, "report.md", markdownPage, job);
    case ReportFormat::Csv:
        return writeText(file, reportCsv(report));
    case ReportFormat::Json:
        return writeText(file, reportJson(report));
    }
    return {};
}

} // namespace duoscope
