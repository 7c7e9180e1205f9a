// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/external_program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>

namespace duoscope {
namespace {

constexpr std::size_t kKeptOutput = 4000;
constexpr std::chrono::milliseconds kPoll{20};

std::string endOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.size() > kKeptOutput)
        text.erase(0, text.size() - kKeptOutput);
    return text;
}

/// Starts it as the head of its own group. @return its id, or -1 with errno
pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
            const std::filesystem::path& folder)
{
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "output.log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    pid_t id = -1;
    const int problem = ::posix_spawn(&id, program.c_str(), &actions, &attributes, pointers.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = problem;
    return problem == 0 ? id : -1;
}

} // namespace

std::filesystem::path findProgram(const std::vector<std::string>& names)
{
    const char* path = std::getenv("PATH");
    for (const std::string& name : names) {
        const std::string folders = path ? path : "";
        for (std::size_t begin = 0; begin < folders.size();) {
            const std::size_t end = std::min(folders.find(':', begin), folders.size());
            const std::filesystem::path file = std::filesystem::path(folders.substr(begin, end - begin)) / name;
            std::error_code ignored;
            if (end > begin && std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0)
                return std::filesystem::absolute(file);
            begin = end + 1;
        }
    }
    return {};
}

ProgramResult runProgram(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                         const std::filesystem::path& folder, std::chrono::seconds limit, const JobControl& job)
{
    job.checkStop();
    const pid_t id = start(program, arguments, folder);
    if (id < 0)
        return {-1, std::strerror(errno)};
    const auto end = std::chrono::steady_clock::now() + limit;
    const auto finish = [&] {
        ::kill(-id, SIGKILL);
        ::waitpid(id, nullptr, 0);
    };
    for (int status = 0;;) {
        const pid_t ended = ::waitpid(id, &status, WNOHANG);
        if (ended == id) {
            ::kill(-id, SIGKILL); // helpers that outlive it would hold on to the folder
            return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, endOf(folder / "output.log")};
        }
        if (ended < 0 && errno != EINTR)
            return {-1, std::strerror(errno)};
        if (job.stopToken().stop_requested()) {
            finish();
            throw Cancelled();
        }
        if (std::chrono::steady_clock::now() > end) {
            finish();
            return {-1, "it took longer than " + std::to_string(limit.count()) + " seconds"};
        }
        std::this_thread::sleep_for(kPoll);
    }
}

} // namespace duoscope
