// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace duoscope {
namespace {

/// The number that follows a word in one of the kernel's files.
std::optional<std::int64_t> numberAfter(const char* file, std::string_view wanted)
{
    std::ifstream stream(file);
    std::string word;
    while (stream >> word)
        if (std::int64_t number = 0; word == wanted && stream >> number)
            return number;
    return std::nullopt;
}

/// The number that is all a file holds; none where it says "max".
std::optional<std::int64_t> numberIn(const char* file)
{
    std::ifstream stream(file);
    std::int64_t number = 0;
    return stream >> number ? std::optional(number) : std::nullopt;
}

} // namespace

std::int64_t residentMemory() { return numberAfter("/proc/self/status", "VmRSS:").value_or(0) * 1024; }

std::int64_t availableMemory()
{
    std::int64_t available = std::numeric_limits<std::int64_t>::max();
    if (const auto kilobytes = numberAfter("/proc/meminfo", "MemAvailable:"))
        available = *kilobytes * 1024;
    if (const auto limit = numberIn("/sys/fs/cgroup/memory.max")) {
        // Files that were read count as used, but the kernel gives them up first.
        const std::int64_t used = numberIn("/sys/fs/cgroup/memory.current").value_or(0) -
                                  numberAfter("/sys/fs/cgroup/memory.stat", "inactive_file").value_or(0);
        available = std::min(available, std::max<std::int64_t>(*limit - used, 0));
    }
    return available;
}

void preferHugePages(void* memory, std::size_t bytes)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t begin = (address + page - 1) / page * page;
    const std::uintptr_t end = (address + bytes) / page * page;
    if (begin < end)
        madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

void keepFreedMemory()
{
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 2047 << 20);
    mallopt(M_ARENA_MAX, 1); // those of other threads end at 64 MiB, beyond which glibc maps each piece anew
}

void releaseFreedMemory() { malloc_trim(0); }

} // namespace duoscope
