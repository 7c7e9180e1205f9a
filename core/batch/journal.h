// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/run_names.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace duoscope {

/// SHA-256 of files, by their path relative to the output folder or by what they are ("infrared", "visible").
using FileHashes = std::map<std::string, std::string>;

/// What a journal last said of a task.
struct TaskEntry {
    enum class State { Waiting, Done, Failed };
    State state = State::Waiting; ///< also of a task that was begun and not ended
    double seconds = 0;           ///< that fusing took
    std::int64_t pixels = 0;      ///< of one source
    FileHashes inputs;            ///< "infrared", "visible"
    FileHashes files;             ///< all that was written for it
    std::string reason;           ///< why it failed, a sentence

    bool operator==(const TaskEntry&) const = default;
};

using TaskEntries = std::map<TaskId, TaskEntry>;

/// The lines of a journal; empty where there is none. The last line of a task counts. A line that was cut off by a
/// crash, or is none of ours, says nothing. Throws Error(Input) where the file is there and can't be read.
TaskEntries readJournal(const std::filesystem::path& file);

/// An append-only file of what became of each task, one line of JSON an event. What done() and failed() wrote is on the
/// disk when they return, so that neither a crash nor a power cut takes it back. Any threads.
class Journal {
public:
    /// Opens the file or makes it; the part of a line that a crash left at its end is cut off. Throws Error(Output).
    explicit Journal(std::filesystem::path file);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // Each throws Error(Output), and then the journal is as before.

    void began(const TaskId& task);
    void done(const TaskId& task, const TaskEntry& entry);
    void failed(const TaskId& task, const TaskEntry& entry);
    /// What an earlier line said done is no longer so.
    void lost(const TaskId& task, const std::string& reason);

private:
    void append(const std::string& line, bool sync);
    [[noreturn]] void fail(const std::string& why) const;

    std::filesystem::path m_path;
    std::mutex m_mutex;
    int m_file = -1; ///< descriptor
};

} // namespace duoscope
