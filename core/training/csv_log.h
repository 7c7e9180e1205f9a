// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// A CSV file that grows by a row at a time and can be cut back to where a training is resumed.
class CsvLog {
public:
    explicit CsvLog(std::filesystem::path file) : m_file(std::move(file)) {}

    /// Keeps the header and the rows whose first column is a number up to `last`; -1 removes the file.
    /// Throws Error(Output).
    void cutAfter(long last) const;
    /// Writes the header first where the file does not exist yet. The row is on disk when this returns.
    /// Throws Error(Output).
    void append(const std::vector<std::string>& header, const std::vector<std::string>& row) const;

private:
    std::filesystem::path m_file;
};

/// Shortest text from which the number can be read back exactly.
std::string csvNumber(double value);

} // namespace duoscope
