// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/crash_trace.h"

#include <cxxabi.h>
#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <memory>
#include <sstream>

namespace duoscope {
namespace {

// All that the handler needs lies ready: it may neither allocate nor take a lock.

constexpr std::size_t kLongest = 512;
constexpr int kDeepest = 64; ///< calls in a trace

struct Text {
    std::array<char, kLongest> bytes{};

    void set(std::string_view text)
    {
        const std::size_t length = std::min(text.size(), kLongest - 1);
        std::memcpy(bytes.data(), text.data(), length);
        bytes[length] = 0;
    }
};

char s_file[4096];
Text s_program;
Text s_exception;
std::array<Text, 2> s_activities; ///< one is read while the other is written
std::atomic<int> s_activity = 0;
std::atomic_flag s_writing;         ///< of an activity
std::atomic_flag s_crashed;         ///< another thread's crash, or one in the handler, writes nothing more
std::array<char, 64 << 10> s_stack; ///< for the handler: a stack that overflowed has no room

void put(int file, const char* text)
{
    for (std::size_t left = std::strlen(text); left > 0;) {
        const ssize_t written = ::write(file, text, left);
        if (written <= 0)
            return;
        text += written;
        left -= static_cast<std::size_t>(written);
    }
}

void putNumber(int file, unsigned long long number, unsigned base)
{
    char digits[24];
    char* begin = digits + sizeof digits - 1;
    *begin = 0;
    do {
        *--begin = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0);
    put(file, begin);
}

void putLine(int file, const char* name, const char* text)
{
    if (*text == 0)
        return;
    put(file, name);
    put(file, text);
    put(file, "\n");
}

const char* nameOf(int signal)
{
    switch (signal) {
    case SIGSEGV:
        return "SIGSEGV (memory that is not there was used)";
    case SIGABRT:
        return "SIGABRT (the program gave itself up)";
    case SIGBUS:
        return "SIGBUS (memory could not be reached, as of a file that shrank)";
    case SIGILL:
        return "SIGILL (an instruction that this processor does not know)";
    default:
        return "SIGFPE (a forbidden division)";
    }
}

void writeTrace(int signal, const siginfo_t* info)
{
    const int file = ::open(s_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    putLine(file, "program: ", s_program.bytes.data());
    put(file, "time: ");
    putNumber(file, static_cast<unsigned long long>(std::time(nullptr)), 10);
    put(file, " s since 1970\n");
    putLine(file, "ended by: ", nameOf(signal));
    if (signal != SIGABRT) {
        put(file, "address: 0x");
        putNumber(file, reinterpret_cast<std::uintptr_t>(info->si_addr), 16);
        put(file, "\n");
    }
    putLine(file, "exception: ", s_exception.bytes.data());
    putLine(file, "last activity: ", s_activities[static_cast<std::size_t>(s_activity.load())].bytes.data());
    put(file, "calls, the last first:\n");
    void* calls[kDeepest];
    ::backtrace_symbols_fd(calls, ::backtrace(calls, kDeepest), file);
    ::close(file);
}

void handle(int signal, siginfo_t* info, void*)
{
    if (!s_crashed.test_and_set())
        writeTrace(signal, info);
    // The default action, which also leaves a core file where those are wanted.
    std::signal(signal, SIG_DFL);
    ::raise(signal);
}

[[noreturn]] void handleTerminate()
{
    if (const std::exception_ptr thrown = std::current_exception())
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& problem) {
            s_exception.set(problem.what());
        } catch (...) {
            s_exception.set("of an unknown kind");
        }
    std::abort();
}

} // namespace

void leaveTraceOfCrash(const std::filesystem::path& folder, const std::string& program)
{
    char time[32];
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    std::strftime(time, sizeof time, "%Y%m%d-%H%M%S", &local);
    const std::string file =
        (folder / ("crash-" + std::string(time) + "-" + std::to_string(::getpid()) + ".txt")).string();
    if (file.size() >= sizeof s_file)
        return;
    std::memcpy(s_file, file.c_str(), file.size() + 1);
    s_program.set(program);
    void* call[1];
    ::backtrace(call, 1); // loads what it needs now, not in the handler
    const stack_t stack{s_stack.data(), 0, s_stack.size()};
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE})
        ::sigaction(signal, &action, nullptr);
    std::set_terminate(handleTerminate);
}

void noteActivity(std::string_view activity)
{
    if (s_writing.test_and_set(std::memory_order_acquire))
        return; // another thread's is as good
    const int other = 1 - s_activity.load(std::memory_order_relaxed);
    s_activities[static_cast<std::size_t>(other)].set(activity);
    s_activity.store(other);
    s_writing.clear(std::memory_order_release);
}

std::string readableTrace(const std::string& trace)
{
    // "/usr/bin/duoscope(_ZN8duoscope4openEv+0x1d) [0x55…]"
    std::istringstream lines(trace);
    std::string readable;
    for (std::string line; std::getline(lines, line); readable += line + '\n') {
        const std::size_t begin = line.find("(_Z");
        const std::size_t end = begin == std::string::npos ? begin : line.find_first_of("+)", begin);
        if (end == std::string::npos)
            continue;
        int status = 0;
        const std::unique_ptr<char, decltype(&std::free)> name(
            abi::__cxa_demangle(line.substr(begin + 1, end - begin - 1).c_str(), nullptr, nullptr, &status),
            &std::free);
        if (status == 0)
            line.replace(begin + 1, end - begin - 1, name.get());
    }
    return readable;
}

} // namespace duoscope
