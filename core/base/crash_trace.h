// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace duoscope {

// What a program that crashes leaves behind, so that it can be told what happened.

/// From now on a crash (SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, an exception that nobody catches) writes
/// crash-TIME-PID.txt into the folder, for its user's eyes only: program and version, time, what ended it, the last
/// activity, and the calls that led there. Then the program ends as it would have ended. To be called once, in main.
/// @param folder   exists; what is written there is small
/// @param program  with its version: "duoscope 0.1.0"
void leaveTraceOfCrash(const std::filesystem::path& folder, const std::string& program);

/// What is being done, as a trace will tell: "Fusing Night: stage 3". Cheap; for any thread. Long texts are cut.
void noteActivity(std::string_view activity);

/// A trace as people read it: the names of C++ functions as in the sources.
std::string readableTrace(const std::string& trace);

} // namespace duoscope
