// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// A set of files that appears in a folder together: they are written to a hidden folder inside it and renamed into
/// place by commit(). Without commit() nothing is left, not even a folder that had to be made.
class OutputFolder {
public:
    /// Makes the folder where it is missing. Throws Error(Output).
    explicit OutputFolder(std::filesystem::path folder);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    /// Where to write the file of that name for now.
    std::filesystem::path stage(const std::string& name);

    /// Names handed out so far, in order.
    const std::vector<std::string>& names() const { return m_names; }

    /// Moves all files into place, replacing those of the same name. Throws Error(Output).
    void commit();

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_firstMade; ///< topmost folder that had to be made; empty if none
    std::filesystem::path m_staging;
    std::vector<std::string> m_names;
    bool m_committed = false;
};

} // namespace duoscope
