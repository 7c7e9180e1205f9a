// SPDX-License-Identifier: GPL-3.0-or-later
// duoscope-cli train for a machine that has LibTorch and nothing else: options are words, not flags.
#include "app/cli/exit_code.h"
#include "app/cli/signal_stop.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/unforeseen.h"
#include "core/training/training_job.h"

#include <charconv>
#include <cstdio>

namespace duoscope {
namespace {

constexpr const char* kUsage = "usage: duoscope-train data=FILE output=DIR [preset=light|paper] [start=MODEL] "
                               "[segmentation_from=MODEL] [resume=true]\n"
                               "                      [device=auto|cpu|cuda] [threads=N] [OPTION=VALUE ...]\n"
                               "Trains on what duoscope-cli pack wrote. The options are:\n";

struct Request {
    TrainingOptions options = TrainingOptions::preset("light");
    TrainingPlaces places;
    std::string device = "auto";
    int threads = 0;
};

/// Throws Error(Usage).
Request parse(int count, char** words)
{
    Request request;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos)
            throw Error(ErrorKind::Usage, "Cannot read \"" + word + "\"", "it is not of the form name=value",
                        "Start duoscope-train without words to see how it is used");
        const std::string name = word.substr(0, equals);
        const std::string value = word.substr(equals + 1);
        if (name == "data")
            request.places.data = value;
        else if (name == "output")
            request.places.output = value;
        else if (name == "start")
            request.places.start = value;
        else if (name == "segmentation_from")
            request.places.segmentationStart = value;
        else if (name == "resume")
            request.places.resume = value == "true";
        else if (name == "device")
            request.device = value;
        else if (name == "threads") {
            const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), request.threads);
            if (problem != std::errc() || *end != '\0' || request.threads < 0)
                throw Error(ErrorKind::Usage, "Cannot use threads=" + value, "it is no number of threads",
                            "Give a whole number; 0 for all cores");
        } else if (name == "preset")
            request.options = TrainingOptions::preset(value);
        else
            request.options.set(name, value);
    }
    if (request.places.data.empty() || request.places.output.empty())
        throw Error(ErrorKind::Usage, "Cannot train", "data= and output= are needed", "Give both");
    return request;
}

int run(int count, char** words)
{
    if (count < 2) {
        std::fputs(kUsage, stderr);
        for (const OptionDescription& option : trainingOptionDescriptions())
            std::fprintf(stderr, "  %-34s %s\n", option.name.c_str(), option.meaning.c_str());
        return kExitUsage;
    }
    try {
        const Request request = parse(count, words);
        const JobControl job(stopOnSignal(), [](double fraction, std::string_view activity) {
            std::fprintf(stderr, "%3.0f %%  %.*s\n", 100 * fraction, static_cast<int>(activity.size()),
                         activity.data());
        });
        train(request.options, request.places, request.device, request.threads, job);
        return kExitDone;
    } catch (const Cancelled&) {
        std::fputs("Stopped; resume=true goes on.\n", stderr);
        return kExitStopped;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return error.kind() == ErrorKind::Usage ? kExitUsage : kExitUnusable;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", unforeseenError(problem).what());
        return kExitUnusable;
    }
}

} // namespace
} // namespace duoscope

int main(int count, char** words)
{
    duoscope::keepFreedMemory();
    return duoscope::run(count, words);
}
