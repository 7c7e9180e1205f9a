// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "core/fusion/method_registry.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace duoscope {

void addMethodsCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("methods", "List the fusion methods");
    command->add_flag("--json", session.json, "Print names, summaries and sources as JSON");
    command->footer(
        "Any command that takes --method also takes NAME=PATH: a folder of fused images, or the manifest of a\n"
        "TorchScript module.\n\n"
        "  duoscope-cli methods\n"
        "  duoscope-cli methods --json");
    command->callback([&session] {
        if (session.json) {
            auto list = nlohmann::ordered_json::array();
            for (const MethodInfo& info : fusionMethods())
                list.push_back({{"name", info.name},
                                {"title", info.title},
                                {"summary", info.summary},
                                {"source", info.source},
                                {"needs_model", info.needsModel}});
            std::cout << list.dump(2) << '\n';
            return;
        }
        for (const MethodInfo& info : fusionMethods()) {
            std::cout << std::left << std::setw(12) << info.name << info.summary
                      << (info.needsModel ? " Needs a model." : "") << '\n';
            if (!info.source.empty())
                std::cout << std::setw(12) << "" << info.source << '\n';
        }
    });
}

} // namespace duoscope
