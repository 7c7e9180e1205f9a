// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/packing/pack.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

namespace duoscope {
namespace {

constexpr std::size_t kShownProblems = 20;

struct PackArguments {
    std::vector<std::string> sources;
    std::string output;
    std::string layout;
    std::vector<std::string> splits{"train", "val"};
    PackOptions options;
};

/// "FOLDER" or "NAME=FOLDER"; a folder whose own name has an equals sign is meant where it exists.
PackSource parseSource(const std::string& text)
{
    std::error_code ignored;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || std::filesystem::exists(text, ignored))
        return {"", text, std::nullopt};
    return {text.substr(0, equals), text.substr(equals + 1), std::nullopt};
}

void printForPeople(const std::vector<PackedSourceReport>& reports, const std::string& output)
{
    for (const PackedSourceReport& report : reports) {
        std::printf("%s (layout %s): %zu samples for training, %zu for validation; %zu pairs, %zu with labels, "
                    "%zu with boxes\n",
                    report.name.c_str(), std::string(layoutName(report.layout)).c_str(), report.training,
                    report.validation, report.pairs, report.labels, report.boxes);
        for (std::size_t i = 0; i < std::min(report.problems.size(), kShownProblems); ++i)
            std::printf("  %s\n", report.problems[i].c_str());
        if (report.problems.size() > kShownProblems)
            std::printf("  and %zu more, all of which --json tells\n", report.problems.size() - kShownProblems);
    }
    std::printf("Packed into %s\n", output.c_str());
}

void printJson(const std::vector<PackedSourceReport>& reports, const PackArguments& arguments)
{
    nlohmann::ordered_json sources = nlohmann::ordered_json::array();
    for (const PackedSourceReport& report : reports)
        sources.push_back({{"name", report.name},
                           {"layout", layoutName(report.layout)},
                           {"training", report.training},
                           {"validation", report.validation},
                           {"pairs", report.pairs},
                           {"labels", report.labels},
                           {"boxes", report.boxes},
                           {"problems", report.problems}});
    std::cout << nlohmann::ordered_json{{"file", arguments.output},
                                        {"class_set", arguments.options.classSet},
                                        {"sources", sources}}
                     .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
}

void pack(PackArguments& arguments, const Session& session)
{
    PackOptions& options = arguments.options;
    for (const std::string& text : arguments.sources) {
        PackSource source = parseSource(text);
        if (!arguments.layout.empty())
            source.layout = parseLayout(arguments.layout);
        options.sources.push_back(std::move(source));
    }
    options.classSets = resourceFolder() / "class_sets";
    const auto isAsked = [&](const char* split) {
        return std::find(arguments.splits.begin(), arguments.splits.end(), split) != arguments.splits.end();
    };
    options.training = isAsked("train");
    options.validation = isAsked("val");

    ProgressBar bar(true);
    const JobControl job(session.stop,
                         [&bar](double fraction, std::string_view activity) { bar.report(fraction, activity); });
    const std::vector<PackedSourceReport> reports = packSamples(options, arguments.output, job);
    if (session.json)
        printJson(reports, arguments);
    else
        printForPeople(reports, arguments.output);
}

} // namespace

void addPackCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("pack", "Write data sets into one file that training reads");
    auto arguments = std::make_shared<PackArguments>();
    PackOptions& options = arguments->options;
    command->add_option("sources", arguments->sources, "Folders of data sets, each as FOLDER or NAME=FOLDER")
        ->required();
    command->add_option("-o,--output", arguments->output, "File to write (.safetensors)")->required();
    command->add_option("--layout", arguments->layout,
                        "Layout of all folders; default: each is recognised by its shape");
    command->add_option("--class-set", options.classSet, "Class set that labels are mapped to")->capture_default_str();
    command->add_option("--label-set", options.labelSet,
                        "Class set that the labels of plain folders are in; default: that of --class-set");
    command
        ->add_option("--validation-last", options.validationLast,
                     "Of folders without splits, so many of the last samples are for validation")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--scale", options.scale, "Of the images' sides, above 0 and at most 1")->capture_default_str();
    command->add_option("--splits", arguments->splits, "Which samples: train, val or both")
        ->delimiter(',')
        ->allow_extra_args(false) // a folder may follow
        ->check(CLI::IsMember({"train", "val"}))
        ->capture_default_str();
    command->add_option("--limit", options.limit, "At most so many samples of each split of a folder; 0 for all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_flag("--json", session.json, "Print what was packed as JSON");
    command->footer(
        "Layouts: fmb, msrs, mfnet, roadscene, tno, m3fd, llvip, camvid, and plain: folders ir/ and vi/,\n"
        "at will label/ with class ids, or boxes/{infrared,visible,fusion} with YOLO texts and classes.txt.\n"
        "A test split is for validation where there is no val split, and else left out.\n\n"
        "  duoscope-cli pack msrs=MSRS roadscene=RoadScene --validation-last 30 -o street.safetensors\n"
        "  duoscope-cli pack scenes --layout plain --scale 0.5 -o half.safetensors");
    command->callback([arguments, &session] { pack(*arguments, session); });
}

} // namespace duoscope
