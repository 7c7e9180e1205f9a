// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace duoscope {
namespace {

std::filesystem::path temporaryBeside(const std::filesystem::path& file)
{
    static std::atomic<unsigned> counter{0};
    return file.parent_path() / ("." + file.filename().string() + "." + std::to_string(::getpid()) + "-" +
                                 std::to_string(counter++) + ".part");
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& why)
{
    throw Error(ErrorKind::Output, "Cannot write " + file.string(), why,
                "Choose a folder that exists, may be written to and has room");
}

/// Removes the temporary unless it was renamed.
struct Remover {
    std::filesystem::path path;
    ~Remover()
    {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

} // namespace

void writeAtomically(const std::filesystem::path& file, const std::function<void(std::ostream&)>& write)
{
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored))
        fail(file, std::filesystem::is_directory(file, ignored) ? "it is a folder" : "it is not a regular file");
    const Remover temporary{temporaryBeside(file)};
    {
        errno = 0;
        std::ofstream stream(temporary.path, std::ios::binary | std::ios::trunc);
        if (!stream)
            fail(file, std::strerror(errno));
        write(stream);
        stream.close();
        if (!stream)
            fail(file, errno ? std::strerror(errno) : "not all of it could be written");
    }
    std::error_code problem;
    std::filesystem::rename(temporary.path, file, problem);
    if (problem)
        fail(file, problem.message());
}

} // namespace duoscope
