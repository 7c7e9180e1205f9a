// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_times.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace duoscope {
namespace {

/// An open file or folder.
class Descriptor {
public:
    Descriptor(int folder, const char* path, int flags) : m_number(::openat(folder, path, flags | O_CLOEXEC)) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return m_number; } ///< negative where it could not be opened

private:
    int m_number;
};

/// Nothing of a thread that has just ended, and where the kernel does not count.
std::optional<ThreadTimes> timesOf(int tasks, const char* task)
{
    std::array<char, 300> path{};
    std::snprintf(path.data(), path.size(), "%s/schedstat", task);
    const Descriptor file(tasks, path.data(), O_RDONLY);
    std::array<char, 128> text{};
    if (file.number() < 0 || ::read(file.number(), text.data(), text.size() - 1) <= 0)
        return {};
    char* rest = nullptr;
    const auto running = static_cast<double>(std::strtoull(text.data(), &rest, 10)); // nanoseconds
    const auto waiting = static_cast<double>(std::strtoull(rest, nullptr, 10));
    return running > 0 ? std::optional(ThreadTimes{running * 1e-9, waiting * 1e-9}) : std::nullopt;
}

} // namespace

std::optional<ThreadTimes> threadTimes(const char* tasks)
{
    std::optional<ThreadTimes> all;
    const Descriptor folder(AT_FDCWD, tasks, O_RDONLY | O_DIRECTORY);
    if (folder.number() < 0)
        return {};
    alignas(dirent64) std::array<char, 4096> entries{};
    // Not readdir(), which has a buffer of its own.
    for (ssize_t bytes = 0; (bytes = ::getdents64(folder.number(), entries.data(), entries.size())) > 0;)
        for (ssize_t at = 0; at < bytes;) {
            const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
            at += entry->d_reclen;
            if (entry->d_name[0] == '.')
                continue;
            if (const std::optional<ThreadTimes> one = timesOf(folder.number(), entry->d_name)) {
                if (!all)
                    all.emplace();
                all->running += one->running;
                all->waiting += one->waiting;
            }
        }
    return all;
}

} // namespace duoscope
