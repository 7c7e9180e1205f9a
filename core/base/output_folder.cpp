// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/output_folder.h"

#include "core/base/error.h"

#include <unistd.h>

#include <atomic>

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
    static std::atomic<unsigned> counter{0};
    std::error_code problem;
    if (std::filesystem::exists(m_folder, problem) && !std::filesystem::is_directory(m_folder, problem))
        fail(m_folder, "it is a file");
    for (std::filesystem::path at = std::filesystem::absolute(m_folder).lexically_normal();
         !std::filesystem::exists(at, problem) && at.has_relative_path(); at = at.parent_path())
        m_firstMade = at;
    std::filesystem::create_directories(m_folder, problem);
    if (problem)
        fail(m_folder, problem.message());
    m_staging = m_folder / (".duoscope-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    if (!std::filesystem::create_directory(m_staging, problem)) {
        m_staging.clear();
        fail(m_folder, problem.message());
    }
}

OutputFolder::~OutputFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_staging, ignored);
    if (!m_committed && !m_firstMade.empty())
        std::filesystem::remove_all(m_firstMade, ignored);
}

std::filesystem::path OutputFolder::stage(const std::string& name)
{
    m_names.push_back(name);
    return m_staging / name;
}

void OutputFolder::commit()
{
    for (const std::string& name : m_names) {
        std::error_code problem;
        std::filesystem::rename(m_staging / name, m_folder / name, problem);
        if (problem)
            fail(m_folder, problem.message());
    }
    m_committed = true;
}

} // namespace duoscope
