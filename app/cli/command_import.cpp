// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/resources.h"
#include "core/fusion/model_files.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace duoscope {
namespace {

/// "uaafusion", "refusion, multi-focus".
std::string kindOf(const ModelSummary& model)
{
    const auto task = model.metadata.find("task");
    return model.metadata.at("architecture") + (task == model.metadata.end() ? "" : ", " + task->second);
}

} // namespace

void addImportCommand(CLI::App& program, Session& session)
{
    struct Arguments {
        std::string checkpoint;
        std::string output;
        std::string classSet;
        std::string task;
    };
    CLI::App* command = program.add_subcommand("import", "Turn a checkpoint of the research code into a model");
    auto arguments = std::make_shared<Arguments>();
    command
        ->add_option("checkpoint", arguments->checkpoint,
                     "PyTorch checkpoint (.pth) of UAAFusion (model_f and model_s) or ReFusion")
        ->required();
    command->add_option("-o,--output", arguments->output, "Model to write (.safetensors)")->required();
    command->add_option("--class-set", arguments->classSet,
                        "Class set of UAAFusion's outputs; default: fmb for 15 outputs, else unnamed");
    command->add_option("--task", arguments->task,
                        "What a ReFusion checkpoint fuses: infrared-visible, medical, multi-focus or multi-exposure; "
                        "known for the four released files");
    command->add_flag("--json", session.json, "Print what was found as JSON");
    command->footer(
        "Reads the zip format of PyTorch 1.6 and later and the older one. Nothing in the file is executed.\n\n"
        "  duoscope-cli import checkpoint.pth -o model.safetensors\n"
        "  duoscope-cli import ReFusion_IVIF.pth -o refusion.safetensors --task infrared-visible");
    command->callback([arguments, &session] {
        std::optional<ClassSet> classSet;
        if (!arguments->classSet.empty())
            classSet = ClassSet::load(resourceFolder() / "class_sets" / (arguments->classSet + ".json"));
        ImportOptions options;
        options.classSet = classSet ? &*classSet : nullptr;
        if (!arguments->task.empty())
            options.task = parseFusionTask(arguments->task);
        importCheckpoint(arguments->checkpoint, arguments->output, options);
        const ModelSummary summary = summariseModel(arguments->output);
        if (session.json)
            std::cout << nlohmann::ordered_json{{"model", arguments->output},
                                                {"sha256", summary.sha256},
                                                {"metadata", summary.metadata}}
                             .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                      << '\n';
        else
            std::cout << "Imported " << summary.values << " values in " << summary.tensors << " tensors to "
                      << arguments->output << " (" << kindOf(summary) << ", sha256 " << summary.sha256.substr(0, 8)
                      << ")\n";
    });
}

} // namespace duoscope
