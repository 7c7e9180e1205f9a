// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <stop_token>
#include <string_view>

namespace duoscope {

/// What every command needs of the program.
struct Session {
    std::stop_token stop;
    bool json = false; ///< results as JSON on standard output
    int exitCode = 0;  ///< of a command that came to its end
};

/// Ends the names of segmentations in colours, which stand beside those in ids and are not for evaluation.
inline constexpr std::string_view kColourSuffix = "_colour";

// Each adds its command to the parser; the command runs in the parser's callback and throws Error and Cancelled.
void addBatchCommand(CLI::App& program, Session& session);
void addCompletionCommand(CLI::App& program);
void addEvaluateCommand(CLI::App& program, Session& session);
void addExplainCommand(CLI::App& program, Session& session);
void addFuseCommand(CLI::App& program, Session& session);
void addImportCommand(CLI::App& program, Session& session);
void addInfoCommand(CLI::App& program, Session& session);
void addManualCommand(CLI::App& program);
void addMethodsCommand(CLI::App& program, Session& session);
void addPackCommand(CLI::App& program, Session& session);
void addReportCommand(CLI::App& program, Session& session);
void addSegmentCommand(CLI::App& program, Session& session);
void addSynthesizeCommand(CLI::App& program, Session& session);
void addTrainCommand(CLI::App& program, Session& session);
void addValidateCommand(CLI::App& program, Session& session);

} // namespace duoscope
