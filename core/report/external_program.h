// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// The first of these programs that is in $PATH; empty where none is.
std::filesystem::path findProgram(const std::vector<std::string>& names);

struct ProgramResult {
    int exitCode = -1;  ///< -1 where it could not be started, crashed or took too long
    std::string output; ///< the end of what it said
};

/// Runs a program without a shell and waits for it; it has nothing to read. On a stop request, and beyond the limit, it
/// is ended with all that it started.
/// @param folder  it works in, which also gets its output as "output.log"
/// Throws Cancelled.
ProgramResult runProgram(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                         const std::filesystem::path& folder, std::chrono::seconds limit, const JobControl& job);

} // namespace duoscope
