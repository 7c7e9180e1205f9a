// SPDX-License-Identifier: GPL-3.0-or-later
// Crashes as it is told to, for the test of what a crash leaves behind.
#include "core/base/crash_trace.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <thread>

/// Found by name in the trace.
[[gnu::noinline]] void theFunctionThatCrashes(std::string_view how)
{
    if (how == "memory")
        std::raise(SIGSEGV);
    if (how == "null") {
        int* volatile nothing = nullptr;
        *nothing = 1;
    }
    if (how == "abort")
        std::abort();
    if (how == "thread")
        std::thread([] { std::abort(); }).join();
    throw std::runtime_error("nobody catches this");
}

/// Uses up the stack.
[[gnu::noinline]] int endless(int depth)
{
    volatile char room[4096] = {};
    room[0] = static_cast<char>(depth);
    return depth < 0 ? 0 : endless(depth + 1) + room[0]; // it never is below 0
}

int main(int, char* arguments[])
{
    const std::string_view how = arguments[1];
    duoscope::leaveTraceOfCrash(arguments[2], "duoscope 0.0-test");
    duoscope::noteActivity("Reading Night");
    duoscope::noteActivity("Fusing Night: stage 3");
    if (how == "none")
        return 0;
    if (how == "stack")
        return endless(0);
    theFunctionThatCrashes(how);
    return 0;
}
