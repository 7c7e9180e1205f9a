// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/journal.h"

#include "core/base/error.h"
#include "core/base/json_number.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <streambuf>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

std::string lineOf(const char* event, const TaskId& task, const Json& more = Json::object())
{
    Json json = {{"event", event}, {"item", task.item}, {"method", task.method}};
    json.update(more);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// No event has a longer line; one that is, is none of ours.
constexpr std::size_t kLongestLine = 1 << 20;

/// Reads a line up to its end mark and no more of it than kLongestLine. @return false at the end of the file, also
/// where the last line has no mark, as a crash may leave it
bool nextLine(std::istream& stream, std::string& line, std::uintmax_t& length)
{
    line.clear();
    length = 0;
    std::streambuf& buffer = *stream.rdbuf();
    for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
        ++length;
        if (c == '\n')
            return true;
        if (line.size() <= kLongestLine)
            line += static_cast<char>(c);
    }
    return false;
}

/// Files of results lie in the folder of their batch and nowhere else: shards are copied by these names.
void requireFilesWithin(const FileHashes& files)
{
    for (const auto& [name, hash] : files)
        for (std::size_t begin = 0; begin <= name.size();) {
            const std::size_t end = std::min(name.find('/', begin), name.size());
            if (!isPlainName(std::string_view(name).substr(begin, end - begin)))
                throw std::runtime_error("a file's name leads out of the batch's folder");
            begin = end + 1;
        }
}

void apply(const Json& json, TaskEntries& entries)
{
    const std::string event = json.at("event");
    TaskEntry entry;
    if (event == "done") {
        entry.state = TaskEntry::State::Done;
        entry.seconds = json.at("seconds");
        entry.pixels = wholeNumber<std::int64_t>(json.at("pixels"));
        entry.inputs = json.at("inputs").get<FileHashes>();
        entry.files = json.at("files").get<FileHashes>();
        requireFilesWithin(entry.files);
    } else if (event == "failed") {
        entry.state = TaskEntry::State::Failed;
        entry.inputs = json.at("inputs").get<FileHashes>();
        entry.reason = json.at("reason");
    }
    entries[{json.at("item"), json.at("method")}] = std::move(entry);
}

/// Where the last whole line ends.
std::uintmax_t endOfLines(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::uintmax_t end = 0;
    std::uintmax_t length = 0;
    for (std::string line; nextLine(stream, line, length);)
        end += length;
    return end;
}

} // namespace

TaskEntries readJournal(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return {};
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw Error(ErrorKind::Input, "Cannot read the journal " + file.string(), std::strerror(errno),
                    "Check its permissions");
    TaskEntries entries;
    std::uintmax_t length = 0;
    for (std::string line; nextLine(stream, line, length);) {
        if (line.size() > kLongestLine || jsonDepth(line) > kDeepestJson)
            continue;
        const Json json = Json::parse(line, nullptr, false);
        try {
            if (!json.is_discarded())
                apply(json, entries);
        } catch (const std::exception&) {
            // Not a line of ours: the task it may speak of is done again.
        }
    }
    return entries;
}

Journal::Journal(std::filesystem::path file) : m_path(std::move(file))
{
    std::error_code problem;
    if (std::filesystem::exists(m_path, problem)) {
        const std::uintmax_t end = endOfLines(m_path);
        if (end < std::filesystem::file_size(m_path, problem))
            std::filesystem::resize_file(m_path, end, problem);
        if (problem)
            fail(problem.message());
    }
    m_file = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (m_file < 0)
        fail(std::strerror(errno));
}

Journal::~Journal() { ::close(m_file); }

void Journal::fail(const std::string& why) const
{
    throw Error(ErrorKind::Output, "Cannot write the journal " + m_path.string(), why,
                "Make room or check the permissions, then resume the batch");
}

void Journal::append(const std::string& line, bool sync)
{
    const std::lock_guard lock(m_mutex);
    const off_t before = ::lseek(m_file, 0, SEEK_END);
    const ssize_t written = ::write(m_file, line.data(), line.size());
    const int error = written < 0 ? errno : ENOSPC;
    if (written != static_cast<ssize_t>(line.size())) {
        if (::ftruncate(m_file, before) != 0) {
            // The torn line is ignored when it is read, and cut off when the journal is opened again.
        }
        fail(std::strerror(error));
    }
    if (sync && ::fdatasync(m_file) != 0)
        fail(std::strerror(errno));
}

// Nothing relies on what is begun, so it need not wait for the disk.
void Journal::began(const TaskId& task) { append(lineOf("began", task), false); }

void Journal::done(const TaskId& task, const TaskEntry& entry)
{
    append(
        lineOf(
            "done", task,
            {{"seconds", entry.seconds}, {"pixels", entry.pixels}, {"inputs", entry.inputs}, {"files", entry.files}}),
        true);
}

void Journal::failed(const TaskId& task, const TaskEntry& entry)
{
    append(lineOf("failed", task, {{"inputs", entry.inputs}, {"reason", entry.reason}}), true);
}

void Journal::lost(const TaskId& task, const std::string& reason)
{
    append(lineOf("lost", task, Json::object({{"reason", reason}})), true);
}

} // namespace duoscope
