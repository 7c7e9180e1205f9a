// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"
#include "core/batch/journal.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// All that makes a run again, the content of run.json. A plain value.
struct RunDescription {
    BatchPlan plan;
    BatchRequest request;                          ///< its methods with keys settled
    std::map<std::string, std::string> provenance; ///< by key: what the method said of itself (JSON), without threads
    std::map<std::string, FileHashes> inputs;      ///< by stem, as far as they were read: "infrared", "visible"
};

/// @param methods  those of the request, loaded
RunDescription describeRun(const BatchPlan& plan, const BatchRequest& request,
                           const std::vector<LoadedMethod>& methods);

/// Folders that texts about a run may name: those of its files, and that of its results.
std::vector<std::filesystem::path> foldersOf(const RunDescription& run, const std::filesystem::path& results);

/// Paths are written as seen from the file's folder (portable_path.h), whole ones where the request asks for them.
/// Throws Error(Output).
void writeRun(const std::filesystem::path& file, const RunDescription& run);
/// Throws Error(Input) where the file can't be read or is none of a batch.
RunDescription readRun(const std::filesystem::path& file);

/// What of two runs differs so that their results do not belong together; empty where nothing does. Their shards,
/// items, devices' threads and numbers of jobs may differ.
std::string differenceOf(const RunDescription& a, const RunDescription& b);

/// The plan of a run with a new look at its files.
/// Throws Cancelled.
BatchPlan planAgain(const RunDescription& run, const JobControl& job = {});

/// Throws Error(Input) where an input or a model is no longer the file that the run read, naming the first and how many
/// there are. Inputs that it did not come to read pass. Throws Cancelled.
void requireUnchanged(const RunDescription& run, const JobControl& job = {});

} // namespace duoscope
