// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/resources.h"
#include "core/fusion/model_files.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace duoscope {

void addImportCommand(CLI::App& program, Session& session)
{
    struct Arguments {
        std::string checkpoint;
        std::string output;
        std::string classSet;
    };
    CLI::App* command = program.add_subcommand("import", "Turn a checkpoint of the research code into a model");
    auto arguments = std::make_shared<Arguments>();
    command->add_option("checkpoint", arguments->checkpoint, "PyTorch checkpoint (.pth) with model_f and model_s")
        ->required();
    command->add_option("-o,--output", arguments->output, "Model to write (.safetensors)")->required();
    command->add_option("--class-set", arguments->classSet,
                        "Class set of its outputs; default: fmb for 15 outputs, else unnamed");
    command->add_flag("--json", session.json, "Print JSON");
    command->footer(
        "Reads the zip format of PyTorch 1.6 and later and the older one. Nothing in the file is executed.");
    command->callback([arguments, &session] {
        std::optional<ClassSet> classSet;
        if (!arguments->classSet.empty())
            classSet = ClassSet::load(resourceFolder() / "class_sets" / (arguments->classSet + ".json"));
        importCheckpoint(arguments->checkpoint, arguments->output, classSet ? &*classSet : nullptr);
        const ModelSummary summary = summariseModel(arguments->output);
        if (session.json)
            std::cout << nlohmann::ordered_json{{"model", arguments->output},
                                                {"sha256", summary.sha256},
                                                {"metadata", summary.metadata}}
                             .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                      << '\n';
        else
            std::cout << "Imported " << summary.values << " values in " << summary.tensors << " tensors to "
                      << arguments->output << " (sha256 " << summary.sha256.substr(0, 8) << ")\n";
    });
}

} // namespace duoscope
