// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/progress_bar.h"
#include "core/base/error.h"
#include "core/base/job.h"
#include "core/dataset/synthetic_scene.h"
#include "core/image/image_file.h"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace duoscope {
namespace {

struct SynthesizeArguments {
    int count = 1;
    std::string output;
    std::string time = "any";
    std::string weather = "any";
    int threads = 0;
    SceneOptions scene;
};

SceneTime parseTime(const std::string& text)
{
    return text == "day" ? SceneTime::Day : text == "night" ? SceneTime::Night : SceneTime::Any;
}

SceneWeather parseWeather(const std::string& text)
{
    return text == "clear"   ? SceneWeather::Clear
           : text == "fog"   ? SceneWeather::Fog
           : text == "glare" ? SceneWeather::Glare
                             : SceneWeather::Any;
}

/// Scene number i has the seed `seed + i`, so a set can be continued or made in parts.
void synthesize(const SynthesizeArguments& arguments, const Session& session)
{
    SceneOptions scene = arguments.scene;
    scene.time = parseTime(arguments.time);
    scene.weather = parseWeather(arguments.weather);
    scene.check();
    const std::filesystem::path folder(arguments.output);
    for (const char* part : {"ir", "vi", "label"}) {
        std::error_code problem;
        std::filesystem::create_directories(folder / part, problem);
        if (problem)
            throw Error(ErrorKind::Output, "Cannot make the folder " + (folder / part).string(), problem.message(),
                        "Choose a folder that may be written to");
    }

    ProgressBar bar(true);
    std::vector<std::string> descriptions(static_cast<std::size_t>(arguments.count));
    std::atomic<int> next{0};
    std::atomic<int> done{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
        try {
            for (int i = next++; i < arguments.count; i = next++) {
                throwIfStopped(session.stop);
                SceneOptions one = scene;
                one.seed = scene.seed + static_cast<std::uint64_t>(i);
                const SyntheticScene made = generateScene(one);
                char stem[32];
                std::snprintf(stem, sizeof stem, "%06llu.png", static_cast<unsigned long long>(one.seed));
                writeImageFile(folder / "ir" / stem, made.infrared);
                writeImageFile(folder / "vi" / stem, made.visible);
                writeImageFile(folder / "label" / stem, made.labels);
                descriptions[static_cast<std::size_t>(i)] = made.description;
                bar.report(static_cast<double>(++done) / arguments.count, "scenes");
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = failure ? failure : std::current_exception();
            next = arguments.count; // the others end after their present scene
        }
    };
    {
        const int threads = arguments.threads > 0 ? arguments.threads
                                                  : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        std::vector<std::jthread> workers;
        for (int t = 0; t < std::min(threads, arguments.count); ++t)
            workers.emplace_back(work);
    }
    if (failure) {
        spdlog::warn("{} of {} scenes are complete in {}", done.load(), arguments.count, arguments.output);
        std::rethrow_exception(failure);
    }

    if (session.json)
        std::cout << nlohmann::ordered_json{{"folder", arguments.output},
                                            {"class_set", "street"},
                                            {"scenes", descriptions}}
                         .dump(2)
                  << '\n';
    else
        std::cout << arguments.count << " scenes written to " << arguments.output << "/{ir,vi,label}\n";
}

} // namespace

void addSynthesizeCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("synthesize", "Draw labelled infrared/visible street scenes");
    auto arguments = std::make_shared<SynthesizeArguments>();
    command->add_option("-n,--count", arguments->count, "Number of scenes")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_option("-o,--output", arguments->output, "Folder; gets ir/, vi/ and label/")->required();
    command->add_option("--seed", arguments->scene.seed, "Seed of the first scene; the next ones follow it")
        ->capture_default_str();
    command->add_option("--width", arguments->scene.width, "Width of a scene in pixels")->capture_default_str();
    command->add_option("--height", arguments->scene.height, "Height of a scene in pixels")->capture_default_str();
    command->add_option("--time", arguments->time, "Time of day: day, night, or any, which the seed decides")
        ->check(CLI::IsMember({"day", "night", "any"}))
        ->capture_default_str();
    command->add_option("--weather", arguments->weather, "Weather: clear, fog, glare, or any, which the seed decides")
        ->check(CLI::IsMember({"clear", "fog", "glare", "any"}))
        ->capture_default_str();
    command->add_option("--threads", arguments->threads, "Scenes drawn at once; 0 for as many as cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->add_flag("--json", session.json, "Print what was drawn as JSON");
    command->footer("Labels are class ids of the set \"street\" (those of FMB). The same seed gives the same files.\n\n"
                    "  duoscope-cli synthesize -n 100 -o scenes --time night\n"
                    "  duoscope-cli synthesize -n 1 -o one --seed 68 --width 320 --height 240 --weather clear");
    command->callback([arguments, &session] { synthesize(*arguments, session); });
}

} // namespace duoscope
