// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/shard.h"

#include <filesystem>
#include <vector>

namespace duoscope {

/// Keeps other processes from running a batch in the same folder while this object lives. Shards of one batch may share
/// a folder, each shard once. The kernel lets go of the lock when its process ends, however it ends, so that nothing is
/// left to clear away; the hidden files it is tied to stay.
class FolderLock {
public:
    /// The folder must exist. Throws Error(Output) where another process holds it, or it can't be written to.
    FolderLock(const std::filesystem::path& folder, const Shard& shard);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    void take(const std::filesystem::path& file, int mode);

    std::vector<int> m_files; ///< descriptors
};

} // namespace duoscope
