// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/picture_list.h"

#include "app/cli/exit_code.h"
#include "app/resources.h"
#include "core/base/path_hider.h"
#include "core/base/printable.h"
#include "core/fusion/description.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownProblems = 20;

} // namespace

void addPictureOptions(CLI::App& command, PictureArguments& arguments, Session& session)
{
    auto* images = command.add_option("--image", arguments.images, "Pictures (PNG, JPEG, TIFF or BMP)");
    command.add_option("--images", arguments.folder, "Folder of pictures")->excludes(images);
    command.add_option("--output,-o", arguments.output, "Folder for the results; made where missing")->required();
    command.add_option("--model", arguments.model, "Model (.safetensors); default: the bundled one");
    command
        .add_option("--modality", arguments.modality,
                    "What the pictures are, for the range and the choice of channels: infrared, visible or auto, "
                    "which takes gray ones of 16 bits for infrared")
        ->check(CLI::IsMember({"auto", "infrared", "visible"}))
        ->capture_default_str();
    command
        .add_option("--range", arguments.range,
                    "What becomes black and white: auto, full, percentile:LOW,HIGH or fixed:LOW,HIGH")
        ->capture_default_str();
    command.add_flag("--json", session.json, "Print the summary as JSON");
    command.add_flag("--full-paths", arguments.fullPaths,
                     "Name pictures and the model with their folders; else by their names alone");
    command
        .add_option("--device", arguments.device,
                    "Where networks compute: cpu, cuda, or auto, which is cuda where there is some")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str()
        ->group("Machine");
    command.add_option("--threads", arguments.threads, "Threads of the network; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str()
        ->group("Machine");
}

FilesByStem picturesOf(const PictureArguments& arguments, const std::string& verb)
{
    if (arguments.images.empty() == arguments.folder.empty())
        throw Error(ErrorKind::Usage, "Cannot " + verb, "it takes either --image or --images",
                    "See duoscope-cli " + verb + " --help");
    FilesByStem pictures;
    if (!arguments.folder.empty()) {
        std::vector<std::string> problems;
        pictures = imagesIn(arguments.folder, problems);
        for (const std::string& problem : problems)
            spdlog::warn("{}", printable(problem));
        if (pictures.empty())
            throw Error(ErrorKind::Input, "Cannot " + verb + " the folder " + arguments.folder, "it holds no images",
                        "Give the folder that the images are right in");
    }
    for (const fs::path file : arguments.images)
        if (const auto [place, isNew] = pictures.emplace(file.stem().string(), file); !isNew)
            throw Error(ErrorKind::Usage, "Cannot " + verb + " " + file.string(),
                        "its result would have the name of that of " + place->second.string(),
                        "Write the two into two folders");
    return pictures;
}

void checkOutput(const FilesByStem& pictures, const fs::path& output)
{
    std::error_code ignored;
    const fs::path target = fs::canonical(output, ignored);
    for (const auto& [name, file] : pictures)
        if (!target.empty() && fs::canonical(file, ignored).parent_path() == target)
            throw Error(ErrorKind::Usage, "Cannot write to the folder " + output.string(),
                        "it holds the picture " + file.filename().string() + ", which a result could replace",
                        "Choose another folder for the results");
}

SourceImage loadPicture(const fs::path& file, const PictureArguments& arguments)
{
    const RangeRequest range = RangeRequest::parse(arguments.range);
    const Modality modality = arguments.modality == "infrared" ? Modality::Infrared : Modality::Visible;
    SourceImage source = loadSource(file, modality, range);
    // Gray of 16 bits is a thermal image more often than not, and those are black in their full range.
    if (arguments.modality == "auto" && source.isGray() && source.bitDepth == 16)
        source = loadSource(file, Modality::Infrared, range);
    return source;
}

Segmenter makeSegmenter(const PictureArguments& arguments, const std::string& verb)
{
    const fs::path model = arguments.model.empty() ? bundledModel() : fs::path(arguments.model);
    if (model.empty())
        throw Error(ErrorKind::Usage, "Cannot " + verb, "no model was given and none is bundled",
                    "Give one with --model");
    return Segmenter(model, resourceFolder() / "class_sets", arguments.device, arguments.threads);
}

void tellFailures(std::size_t done, const std::vector<PictureFailure>& failed, const std::string& verb,
                  Session& session)
{
    if (done == 0 && failed.size() == 1)
        throw failed[0].error;
    for (std::size_t i = 0; i < std::min(failed.size(), kShownProblems); ++i)
        spdlog::warn("{}: {}", printable(failed[i].name), failed[i].error.what());
    if (failed.size() > kShownProblems)
        spdlog::warn("and {} more", failed.size() - kShownProblems);
    if (done == 0)
        throw Error(ErrorKind::Input, "Cannot " + verb + " any picture",
                    "none of " + std::to_string(failed.size()) + " could be used", "Give other pictures");
    if (!failed.empty())
        session.exitCode = kExitIncomplete;
}

nlohmann::ordered_json describe(const std::vector<PictureFailure>& failed, bool fullPaths)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const PictureFailure& failure : failed) {
        const PathHider hide(!fullPaths, {failure.path.parent_path()});
        list.push_back({{"name", failure.name},
                        {"path", toldPath(failure.path, fullPaths)},
                        {"what", hide(failure.error.failure())},
                        {"why", hide(failure.error.reason())},
                        {"remedy", hide(failure.error.remedy())}});
    }
    return list;
}

} // namespace duoscope
