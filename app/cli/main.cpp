// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/signal_stop.h"
#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/memory.h"
#include "core/base/unforeseen.h"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace {

int report(const duoscope::Error& error, bool json)
{
    if (json)
        std::cout << nlohmann::ordered_json{{"error",
                                             {{"what", error.failure()},
                                              {"why", error.reason()},
                                              {"remedy", error.remedy()}}}}
                         .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                  << '\n';
    spdlog::error("{}", error.what());
    return error.kind() == duoscope::ErrorKind::Usage ? duoscope::kExitUsage : duoscope::kExitUnusable;
}

int run(int argc, char* argv[])
{
    using namespace duoscope;
    keepFreedMemory();

    auto logger = spdlog::stderr_color_mt("duoscope");
    logger->set_pattern("duoscope-cli: %^%l%$: %v");
    spdlog::set_default_logger(logger);

    Session session;
    session.stop = stopOnSignal();
    CLI::App program("Fuses infrared and visible images and shows why the result looks as it does.", "duoscope-cli");
    program.set_version_flag("--version", "duoscope-cli " DUOSCOPE_VERSION);
    program.require_subcommand(1);
    program.footer("Each command explains itself: duoscope-cli fuse --help\n"
                   "Results go to standard output, progress and messages to standard error.\n"
                   "Exit codes: 0 done, 1 wrong usage, 2 input or model can't be used,\n"
                   "3 done but for some items, 130 stopped.");
    addFuseCommand(program, session);
    addBatchCommand(program, session);
    addEvaluateCommand(program, session);
    addExplainCommand(program, session);
    addMethodsCommand(program, session);
    addInfoCommand(program, session);
    addImportCommand(program, session);
    addPackCommand(program, session);
    addReportCommand(program, session);
    addSegmentCommand(program, session);
    addSynthesizeCommand(program, session);
    addTrainCommand(program, session);
    addValidateCommand(program, session);
    addManualCommand(program);
    addCompletionCommand(program);

    try {
        program.parse(argc, argv);
        std::cout.flush();
        if (!std::cout || std::fflush(stdout) != 0)
            throw Error(ErrorKind::Output, "Cannot write the result to standard output", "it is closed or full",
                        "Look at where it is directed to");
        return session.exitCode;
    } catch (const CLI::ParseError& problem) {
        const bool asked = problem.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success); // --help, --version
        program.exit(problem);
        return asked ? kExitDone : kExitUsage;
    } catch (const Cancelled&) {
        spdlog::warn("Stopped.");
        return kExitStopped;
    } catch (const Error& error) {
        return report(error, session.json);
    } catch (const std::exception& problem) {
        return report(unforeseenError(problem), session.json);
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const int code = run(argc, argv);
#ifdef DUOSCOPE_ENDS_IN_ORDER // for what looks at a program's end
    return code;
#else
    // LibTorch takes a fifth of a second to take apart what it registered; the system takes it back at once.
    std::fflush(nullptr);
    std::quick_exit(code);
#endif
}
