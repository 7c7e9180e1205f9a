// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/folder_lock.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace duoscope {

FolderLock::FolderLock(const std::filesystem::path& folder, const Shard& shard)
{
    try {
        take(folder / ".lock", shard.isWhole() ? LOCK_EX : LOCK_SH);
        if (!shard.isWhole())
            take(folder / (".lock-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count)), LOCK_EX);
    } catch (...) {
        for (const int file : m_files)
            ::close(file);
        throw;
    }
}

FolderLock::~FolderLock()
{
    for (const int file : m_files)
        ::close(file);
}

void FolderLock::take(const std::filesystem::path& file, int mode)
{
    const std::string what = "Cannot run a batch in " + file.parent_path().string();
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        throw Error(ErrorKind::Output, what, std::strerror(errno), "Choose a folder that may be written to");
    m_files.push_back(descriptor);
    if (::flock(descriptor, mode | LOCK_NB) == 0)
        return;
    if (errno == EWOULDBLOCK)
        throw Error(ErrorKind::Output, what, "another process is running one there",
                    "Wait until it has ended, or choose another folder");
    throw Error(ErrorKind::Output, what, std::string("its disk can't lock files (") + std::strerror(errno) + ")",
                "Choose a folder on another disk");
}

} // namespace duoscope
