// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace duoscope {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& why)
{
    throw Error(ErrorKind::Output, "Cannot write " + file.string(), why,
                "Choose a folder that exists, may be written to and has room");
}

/// A file of our own beside another, for its new content. Until it is renamed nobody else may look into it, and it is
/// removed unless it was.
class Temporary {
public:
    explicit Temporary(const std::filesystem::path& file) : m_file(file)
    {
        static std::atomic<unsigned> counter{0};
        int descriptor = -1;
        do { // a name that is taken may be a trap: a link to another file
            m_path = file.parent_path() / ("." + file.filename().string() + "." + std::to_string(::getpid()) + "-" +
                                           std::to_string(counter++) + ".part");
            descriptor = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (descriptor < 0 && errno == EEXIST);
        if (descriptor < 0)
            fail(file, std::strerror(errno));
        // What it is to be in the end: as the file that it replaces, else what the user's mask leaves.
        struct stat status {};
        m_replaces = ::stat(file.c_str(), &status) == 0;
        if (!m_replaces)
            ::fstat(descriptor, &status);
        m_mode = status.st_mode & 0777;
        ::fchmod(descriptor, 0600);
        ::close(descriptor);
    }
    ~Temporary()
    {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    const std::filesystem::path& path() const { return m_path; }

    void rename()
    {
        ::chmod(m_path.c_str(), m_mode);
        // Or after a power cut there might be neither the old file nor the new one. New files can be made again.
        if (m_replaces)
            toDisk();
        if (::rename(m_path.c_str(), m_file.c_str()) != 0)
            fail(m_file, std::strerror(errno));
    }

private:
    void toDisk() const
    {
        const int descriptor = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
        const bool isThere = descriptor >= 0 && ::fsync(descriptor) == 0;
        const int problem = errno;
        if (descriptor >= 0)
            ::close(descriptor);
        if (!isThere)
            fail(m_file, std::strerror(problem));
    }

    std::filesystem::path m_file;
    std::filesystem::path m_path;
    bool m_replaces = false;
    mode_t m_mode = 0;
};

} // namespace

void writeAtomically(const std::filesystem::path& file, const std::function<void(std::ostream&)>& write)
{
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored))
        fail(file, std::filesystem::is_directory(file, ignored) ? "it is a folder" : "it is not a regular file");
    Temporary temporary(file);
    {
        errno = 0;
        std::ofstream stream(temporary.path(), std::ios::binary | std::ios::trunc);
        if (!stream)
            fail(file, std::strerror(errno));
        write(stream);
        stream.close();
        if (!stream)
            fail(file, errno ? std::strerror(errno) : "not all of it could be written");
    }
    temporary.rename();
}

} // namespace duoscope
