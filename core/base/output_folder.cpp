// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/output_folder.h"

#include "core/base/error.h"

#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace duoscope {
namespace {

[[noreturn]] void fail(const std::filesystem::path& folder, const std::string& why)
{
    throw Error(ErrorKind::Output, "Cannot write to the folder " + folder.string(), why,
                "Choose a folder that may be written to and has room");
}

} // namespace

OutputFolder::OutputFolder(std::filesystem::path folder) : m_folder(std::move(folder))
{
    if (m_folder.empty())
        fail(m_folder, "its name is empty");
    try {
        makeFolders();
    } catch (...) {
        removeTemporaries();
        throw;
    }
}

OutputFolder::~OutputFolder() { removeTemporaries(); }

void OutputFolder::makeFolders()
{
    std::error_code problem;
    std::vector<std::filesystem::path> missing;
    std::filesystem::path at = std::filesystem::absolute(m_folder).lexically_normal();
    if (!at.has_filename()) // a trailing slash
        at = at.parent_path();
    for (; !std::filesystem::exists(at, problem) && !problem && at.has_relative_path(); at = at.parent_path())
        missing.push_back(at);
    if (problem)
        fail(m_folder, problem.message());
    if (!std::filesystem::is_directory(at, problem))
        fail(m_folder, missing.empty() ? "it is a file" : at.string() + " is a file");
    std::reverse(missing.begin(), missing.end());
    for (const std::filesystem::path& path : missing) {
        if (std::filesystem::create_directory(path, problem))
            m_made.push_back(path);
        else if (problem)
            fail(m_folder, problem.message());
    }
    std::string name = (m_folder / ".duoscope-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        fail(m_folder, std::strerror(errno));
    m_staging = name;
}

void OutputFolder::removeTemporaries() noexcept
{
    std::error_code ignored;
    if (!m_staging.empty())
        std::filesystem::remove_all(m_staging, ignored);
    // Only what is empty goes, so nothing of anybody else's.
    for (auto path = m_made.rbegin(); path != m_made.rend(); ++path)
        std::filesystem::remove(*path, ignored);
}

std::filesystem::path OutputFolder::stage(const std::string& name)
{
    m_names.push_back(name);
    return m_staging / name;
}

void OutputFolder::commit()
{
    for (const std::string& name : m_names)
        if (std::filesystem::is_directory(m_folder / name))
            fail(m_folder, "a folder called " + name + " is in the way");
    for (const std::string& name : m_names) {
        std::error_code problem;
        std::filesystem::rename(m_staging / name, m_folder / name, problem);
        if (problem)
            fail(m_folder, problem.message());
    }
}

} // namespace duoscope
