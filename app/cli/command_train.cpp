// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/progress_bar.h"
#include "app/cli/training_config.h"
#include "core/base/error.h"
#include "core/training/training_job.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <vector>

namespace duoscope {
namespace {

struct TrainArguments {
    TrainingPlaces places;
    std::string preset = "light";
    std::string config;
    std::vector<std::string> settings; ///< "name=value"
    std::string device = "auto";
    int threads = 0;
    bool writeConfig = false;
};

TrainingOptions optionsOf(const TrainArguments& arguments)
{
    TrainingOptions options = TrainingOptions::preset(arguments.preset);
    if (!arguments.config.empty())
        readTrainingConfig(arguments.config, options);
    for (const std::string& setting : arguments.settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos)
            throw Error(ErrorKind::Usage, "Cannot read --set " + setting, "it is not of the form name=value",
                        "Write for instance --set joint.steps=500");
        options.set(setting.substr(0, equals), setting.substr(equals + 1));
    }
    options.check();
    return options;
}

void runTraining(const TrainArguments& arguments, const Session& session)
{
    const TrainingOptions options = optionsOf(arguments);
    if (arguments.writeConfig) {
        std::cout << trainingConfigText(options);
        return;
    }
    if (arguments.places.data.empty() || arguments.places.output.empty())
        throw Error(ErrorKind::Usage, "Cannot train", "--data and --output are needed",
                    "Give both; duoscope-cli pack makes the data");
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&](double fraction, std::string_view activity) { bar.report(fraction, activity); });
        train(options, arguments.places, arguments.device, arguments.threads, job);
    }
    const std::string model = (arguments.places.output / "model.safetensors").string();
    if (session.json)
        std::cout << nlohmann::ordered_json{{"model", model}, {"folder", arguments.places.output.string()}}.dump(2)
                  << '\n';
    else
        std::cout << "Trained model: " << model << '\n';
}

} // namespace

void addTrainCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("train", "Train fusion and segmentation together");
    auto arguments = std::make_shared<TrainArguments>();
    command->add_option("--data", arguments->places.data, "Samples that duoscope-cli pack wrote");
    command->add_option("-o,--output", arguments->places.output,
                        "Folder; gets checkpoint.safetensors, model.safetensors and the CSV logs");
    command
        ->add_option("--preset", arguments->preset,
                     "paper: the recipe of the paper; light: the same method within hours of a small CPU")
        ->check(CLI::IsMember({"paper", "light"}))
        ->capture_default_str();
    command->add_option("--config", arguments->config, "JSON file with comments; changes the preset's options");
    command->add_option("--set", arguments->settings, "name=value, an option; may be given several times");
    command->add_flag("--write-config", arguments->writeConfig, "Print a configuration with all options and end");
    auto* start = command->add_option("--start", arguments->places.start, "Model whose weights to begin with");
    auto* segmentation = command->add_option("--segmentation-from", arguments->places.segmentationStart,
                                             "Model of which the segmentation network alone is taken");
    command->add_flag("--resume", arguments->places.resume, "Go on from the checkpoint in the output folder")
        ->excludes(start)
        ->excludes(segmentation);
    command
        ->add_option("--device", arguments->device,
                     "Where networks compute: cpu, cuda, or auto, which is cuda where there is some")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->add_option("--threads", arguments->threads, "Threads of the networks; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->add_flag("--json", session.json, "Print where the model is as JSON");
    command->footer("Ctrl-C saves a checkpoint; --resume goes on with its options as if nothing had happened.\n\n"
                    "  duoscope-cli train --data street.safetensors -o training\n"
                    "  duoscope-cli train --data street.safetensors -o training --resume\n"
                    "  duoscope-cli train --write-config > my.json     # every option, with a comment\n"
                    "  duoscope-cli train --data street.safetensors -o training --preset paper --set joint.epochs=50");
    command->callback([arguments, &session] { runTraining(*arguments, session); });
}

} // namespace duoscope
