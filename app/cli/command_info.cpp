// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "core/base/printable.h"
#include "core/fusion/model_files.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace duoscope {

void addInfoCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("info", "Say what a model is");
    auto file = std::make_shared<std::string>();
    command->add_option("model", *file, "Model (.safetensors)")->required();
    command->add_flag("--json", session.json, "Print all of it as JSON");
    command->footer(
        "Tells architecture, class set, equations, training and measured quality, as far as the file has them, and\n"
        "its hash; the numbers themselves are not loaded.\n\n"
        "  duoscope-cli info model.safetensors");
    command->callback([file, &session] {
        const ModelSummary summary = summariseModel(*file);
        if (session.json) {
            std::cout << nlohmann::ordered_json{{"model", *file},
                                                {"sha256", summary.sha256},
                                                {"bytes", summary.bytes},
                                                {"tensors", summary.tensors},
                                                {"values", summary.values},
                                                {"values_by_type", summary.valuesByType},
                                                {"metadata", summary.metadata}}
                             .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                      << '\n';
            return;
        }
        const auto row = [](const std::string& name, const auto& value) {
            std::cout << std::left << std::setw(34) << name << value << '\n';
        };
        row("model", *file);
        row("sha256", summary.sha256);
        row("bytes", summary.bytes);
        row("tensors", summary.tensors);
        for (const auto& [type, values] : summary.valuesByType)
            row("values " + type, values);
        for (const auto& [name, text] : summary.metadata)
            row(printable(name), printable(text));
    });
}

} // namespace duoscope
