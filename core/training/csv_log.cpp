// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/csv_log.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <charconv>
#include <fstream>

namespace duoscope {
namespace {

std::string joined(const std::vector<std::string>& cells)
{
    std::string line;
    for (const std::string& cell : cells)
        line += (line.empty() ? "" : ",") + cell;
    return line + '\n';
}

} // namespace

void CsvLog::cutAfter(long last) const
{
    if (!std::filesystem::exists(m_file))
        return;
    if (last < 0) {
        std::filesystem::remove(m_file);
        return;
    }
    std::ifstream input(m_file);
    std::string kept;
    std::string line;
    for (bool header = true; std::getline(input, line); header = false) {
        long step = 0;
        const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), step);
        if (header || (problem == std::errc() && end != line.data() + line.size() && *end == ',' && step <= last))
            kept += line + '\n';
    }
    writeAtomically(m_file, [&](std::ostream& stream) { stream << kept; });
}

void CsvLog::append(const std::vector<std::string>& header, const std::vector<std::string>& row) const
{
    const bool fresh = !std::filesystem::exists(m_file);
    std::ofstream stream(m_file, std::ios::app);
    if (fresh)
        stream << joined(header);
    stream << joined(row) << std::flush;
    if (!stream)
        throw Error(ErrorKind::Output, "Cannot write " + m_file.string(), "the disk is full or the folder is read-only",
                    "Make room, then resume the training");
}

std::string csvNumber(double value)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

} // namespace duoscope
