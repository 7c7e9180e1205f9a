// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/pdf_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/report/external_program.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLimit{300};
constexpr const char* kPictures = "report-";

/// A folder of our own that vanishes with us.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::error_code ignored;
        std::string name = (fs::temp_directory_path(ignored) / "duoscope-report-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw Error(ErrorKind::Output, "Cannot make a temporary folder for the PDF", std::strerror(errno),
                        "Make room, or name another place by the environment variable TMPDIR");
        m_path = name;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// The bytes of a PDF; empty where there is none.
std::string readPdf(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    return bytes.starts_with("%PDF-") ? bytes : std::string();
}

/// What a program complained of last.
std::string complaintOf(const std::string& output)
{
    std::string line, last;
    for (const char c : output + '\n') {
        if (c != '\n') {
            line += c;
            continue;
        }
        if (line.starts_with("!") || last.empty() || (!last.starts_with("!") && !line.empty()))
            last = line;
        line.clear();
    }
    return last.substr(0, 200);
}

std::string printHtml(const fs::path& program, const Page& page, const fs::path& folder, const JobControl& job,
                      std::string& complaint)
{
    writeAtomically(folder / "report.html", [&](std::ostream& stream) { stream << htmlPage(page); });
    std::vector<std::string> arguments{"--headless",
                                       "--disable-gpu",
                                       "--no-first-run",
                                       "--disable-background-networking",
                                       "--no-pdf-header-footer",
                                       "--user-data-dir=" + (folder / "profile").string(),
                                       "--print-to-pdf=" + (folder / "report.pdf").string(),
                                       "file://" + (folder / "report.html").string()};
    if (::geteuid() == 0) // where it refuses to start with its sandbox; the page is ours and has no scripts
        arguments.insert(arguments.begin(), "--no-sandbox");
    const ProgramResult result = runProgram(program, arguments, folder, kLimit, job);
    std::string bytes = readPdf(folder / "report.pdf");
    if (bytes.empty())
        complaint = program.filename().string() + ": " + complaintOf(result.output);
    return bytes;
}

std::string typeset(const fs::path& program, const std::string& latex, const Page& page, const fs::path& folder,
                    const JobControl& job, std::string& complaint)
{
    writeAtomically(folder / "report.tex", [&](std::ostream& stream) { stream << latex; });
    for (const auto& [name, bytes] : pictureFiles(page, kPictures))
        writeAtomically(folder / name, [&bytes = *bytes](std::ostream& stream) {
            stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        });
    std::error_code ignored;
    fs::remove(folder / "report.pdf", ignored);
    const ProgramResult result = runProgram(
        program, {"-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "report.tex"}, folder, kLimit, job);
    std::string bytes = result.exitCode == 0 ? readPdf(folder / "report.pdf") : std::string();
    if (bytes.empty())
        complaint = program.filename().string() + ": " + complaintOf(result.output);
    return bytes;
}

fs::path findLatex(const std::string& latex, Language language)
{
    if (!needsUnicodeEngine(latex))
        return findProgram({"pdflatex", "xelatex", "lualatex"});
    // A few letters may be told by their numbers, a whole report in Chinese may not.
    return findProgram(language == Language::Chinese ? std::vector<std::string>{"xelatex", "lualatex"}
                                                     : std::vector<std::string>{"xelatex", "lualatex", "pdflatex"});
}

} // namespace

void writePdf(const Page& page, const fs::path& file, const JobControl& job)
{
    const fs::path browser =
        findProgram({"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"});
    const std::string latex = latexPage(page, kPictures);
    const fs::path typesetter = findLatex(latex, page.language);
    if (browser.empty() && typesetter.empty())
        throw Error(ErrorKind::Output, "Cannot make the PDF " + file.string(),
                    "neither Chromium nor LaTeX is installed",
                    page.language == Language::Chinese
                        ? "Install chromium (or texlive-xetex and fonts-noto-cjk), or write .html and print that"
                        : "Install chromium (or texlive-latex-recommended), or write .html and print that");
    const TemporaryFolder folder;
    std::string bytes, complaint;
    job.report(0, "printing");
    if (!browser.empty())
        bytes = printHtml(browser, page, folder.path(), job, complaint);
    if (bytes.empty() && !typesetter.empty())
        bytes = typeset(typesetter, latex, page, folder.path(), job, complaint);
    if (bytes.empty())
        throw Error(ErrorKind::Output, "Cannot make the PDF " + file.string(), complaint,
                    "Write .html and print that, or .tex and run LaTeX");
    writeAtomically(file, [&](std::ostream& stream) { stream << bytes; });
}

} // namespace duoscope
