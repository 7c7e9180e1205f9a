// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/progress_bar.h"
#include "core/training/model_validation.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace duoscope {

void addValidateCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("validate", "Measure a model on packed validation samples");
    auto request = std::make_shared<ValidationRequest>();
    auto segmentationOnly = std::make_shared<bool>(false);
    command->add_option("model", request->model, "Model (.safetensors)")->required();
    command->add_option("--data", request->data, "Samples that duoscope-cli pack wrote")->required();
    command->add_option("--limit", request->limit, "Samples of each source, evenly chosen; 0 for all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command
        ->add_option("--effect-limit", request->effectLimit,
                     "Pairs of each source on which the effect of class weights is measured")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_flag("--segmentation-only", *segmentationOnly, "Leave out what needs fusing");
    command
        ->add_option("--device", request->device,
                     "Where networks compute: cpu, cuda, or auto, which is cuda where there is some")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->add_option("--threads", request->threads, "Threads of the networks; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->add_flag("--json", session.json, "Print what was measured as JSON");
    command->footer(
        "Segmentation by pixels and boxes, fusion by its losses, and how much the weights of classes change\n"
        "the picture, for each source of the packed data.\n\n"
        "  duoscope-cli validate training/model.safetensors --data street.safetensors\n"
        "  duoscope-cli validate model.safetensors --data street.safetensors --segmentation-only --json");
    command->callback([request, segmentationOnly, &session] {
        request->fuse = !*segmentationOnly;
        std::vector<Measurement> measurements;
        {
            ProgressBar bar(true);
            const JobControl job(session.stop,
                                 [&](double fraction, std::string_view activity) { bar.report(fraction, activity); });
            measurements = validateModel(*request, job);
        }
        if (session.json) {
            nlohmann::ordered_json document;
            for (const Measurement& measured : measurements)
                document[measured.name] = measured.value;
            std::cout << document.dump(2) << '\n';
            return;
        }
        for (const Measurement& measured : measurements)
            std::cout << std::left << std::setw(44) << measured.name << std::fixed << std::setprecision(4)
                      << measured.value << '\n';
    });
}

} // namespace duoscope
