// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// A set of files that appears in a folder together: they are written to a hidden folder inside it and renamed into
/// place by commit(). Without commit() nothing of ours is left; folders that had to be made are removed again unless
/// somebody else has put something there meanwhile.
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

    /// Moves all files into place, replacing those of the same name. Throws Error(Output), where a folder is in the
    /// way of a file before anything was moved.
    void commit();

private:
    void makeFolders();
    void removeTemporaries() noexcept;

    std::filesystem::path m_folder;
    std::vector<std::filesystem::path> m_made; ///< folders that had to be made, outermost first
    std::filesystem::path m_staging;
    std::vector<std::string> m_names;
};

} // namespace duoscope
