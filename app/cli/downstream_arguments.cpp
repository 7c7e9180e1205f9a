// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/downstream_arguments.h"

#include "app/resources.h"
#include "core/base/error.h"
#include "core/fusion/segmenter.h"

#include <memory>

namespace duoscope {

void DownstreamArguments::check() const
{
    parseBoxChoice(boxList);
    const char* const useless = segment ? nullptr : !model.empty() ? "--model" : !boxes.empty() ? "--boxes" : nullptr;
    if (useless)
        throw Error(ErrorKind::Usage, std::string("Cannot use ") + useless,
                    "nothing is to be shown to a segmentation network", "Add --segment");
}

void addDownstreamOptions(CLI::App& command, DownstreamArguments& arguments)
{
    command
        .add_flag("--segment", arguments.segment,
                  "Also show sources and results to a segmentation network: how right it is on each, by labels and "
                  "boxes")
        ->group(kDownstreamGroup);
    command
        .add_option("--model", arguments.model, "UAAFusion model whose network it is (.safetensors); default: bundled")
        ->group(kDownstreamGroup);
    command
        .add_option(
            "--boxes", arguments.boxes,
            "Folder of boxes: YOLO texts and classes.txt, or classes.txt and such texts in infrared, visible and "
            "fusion")
        ->group(kDownstreamGroup);
    command
        .add_option("--box-list", arguments.boxList,
                    "Whose boxes: infrared, visible, fusion, or all merged (of one class that overlap by more than "
                    "half, one)")
        ->capture_default_str()
        ->group(kDownstreamGroup);
    command.add_option("--device", arguments.device, "Where the network computes: auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str()
        ->group(kDownstreamGroup);
}

SegmentationNetwork loadNetwork(const DownstreamArguments& arguments, int threads, const std::stop_token& stop)
{
    const std::filesystem::path model =
        arguments.model.empty() ? bundledModel() : std::filesystem::path(arguments.model);
    if (model.empty())
        throw Error(ErrorKind::Usage, "Cannot segment the results", "no model was given and none is bundled",
                    "Give one with --model");
    const auto segmenter =
        std::make_shared<const Segmenter>(model, resourceFolder() / "class_sets", arguments.device, threads);
    return {model.filename().string(), segmenter->classSet(),
            [segmenter, job = JobControl(stop, {})](const cv::Mat& image) { return segmenter->segment(image, job); }};
}

std::optional<BoxLists> loadBoxLists(const DownstreamArguments& arguments)
{
    if (arguments.boxes.empty())
        return {};
    return chosenLists(boxListsIn(arguments.boxes), parseBoxChoice(arguments.boxList));
}

} // namespace duoscope
