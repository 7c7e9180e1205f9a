// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/output_folder.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"
#include "core/fusion/description.h"
#include "core/fusion/segmenter.h"
#include "core/image/image_file.h"
#include "core/labels/class_colours.h"
#include "core/labels/label_values.h"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

namespace duoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kShownProblems = 20;

struct SegmentArguments {
    std::vector<std::string> images;
    std::string folder;
    std::string output;
    std::string model;
    std::string modality = "auto";
    std::string range = "auto";
    std::string device = "auto";
    int threads = 0;
};

/// One picture's segmentation, but for its pixels, which are in files.
struct Segmentation {
    std::string name;
    SourceImage source; ///< Without its pixels.
    cv::Size size;
    std::vector<std::int64_t> pixels; ///< Of each class id.
    double seconds = 0;
};

struct Failure {
    std::string name;
    fs::path path;
    Error error;
};

struct Outcome {
    std::vector<Segmentation> done;
    std::vector<Failure> failed;
};

/// The pictures by the names of their results.
FilesByStem picturesOf(const SegmentArguments& arguments)
{
    if (arguments.images.empty() == arguments.folder.empty())
        throw Error(ErrorKind::Usage, "Cannot segment", "it takes either --image or --images",
                    "See duoscope-cli segment --help");
    FilesByStem pictures;
    if (!arguments.folder.empty()) {
        std::vector<std::string> problems;
        pictures = imagesIn(arguments.folder, problems);
        for (const std::string& problem : problems)
            spdlog::warn("{}", printable(problem));
        if (pictures.empty())
            throw Error(ErrorKind::Input, "Cannot segment the folder " + arguments.folder, "it holds no images",
                        "Give the folder that the images are right in");
    }
    for (const fs::path file : arguments.images)
        if (const auto [place, isNew] = pictures.emplace(file.stem().string(), file); !isNew)
            throw Error(ErrorKind::Usage, "Cannot segment " + file.string(),
                        "its result would have the name of that of " + place->second.string(),
                        "Segment the two into two folders");
    return pictures;
}

/// Results must replace neither each other nor a picture.
void checkNames(const FilesByStem& pictures, const fs::path& output)
{
    std::error_code ignored;
    const fs::path target = fs::canonical(output, ignored);
    for (const auto& [name, file] : pictures) {
        const std::string colour = name + std::string(kColourSuffix);
        if (pictures.contains(colour))
            throw Error(ErrorKind::Usage, "Cannot segment both " + name + " and " + colour,
                        "the second's result would replace the colour picture of the first",
                        "Segment the two into two folders");
        if (!target.empty() && fs::canonical(file, ignored).parent_path() == target)
            throw Error(ErrorKind::Usage, "Cannot write to the folder " + output.string(),
                        "it holds the picture " + file.filename().string() + ", which a result could replace",
                        "Choose another folder for the results");
    }
}

SourceImage loadPicture(const fs::path& file, const SegmentArguments& arguments)
{
    const RangeRequest range = RangeRequest::parse(arguments.range);
    const Modality modality = arguments.modality == "infrared" ? Modality::Infrared : Modality::Visible;
    SourceImage source = loadSource(file, modality, range);
    // Gray of 16 bits is a thermal image more often than not, and those are black in their full range.
    if (arguments.modality == "auto" && source.isGray() && source.bitDepth == 16)
        source = loadSource(file, Modality::Infrared, range);
    return source;
}

std::vector<std::int64_t> countClasses(const cv::Mat& ids, int classes)
{
    std::vector<std::int64_t> pixels(static_cast<std::size_t>(classes));
    for (int y = 0; y < ids.rows; ++y)
        for (int x = 0; x < ids.cols; ++x)
            ++pixels[static_cast<std::size_t>(ids.at<int>(y, x))];
    return pixels;
}

Segmentation segmentPicture(const std::string& name, SourceImage source, const Segmenter& segmenter,
                            OutputFolder& output, const JobControl& job)
{
    Segmentation made{name, {}, source.size(), {}, 0};
    const auto begin = std::chrono::steady_clock::now();
    const cv::Mat ids = segmenter.segment(source.luminance, job);
    made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    made.pixels = countClasses(ids, segmenter.classSet().size());
    cv::Mat bytes;
    ids.convertTo(bytes, CV_8U);
    writeImageFile(output.stage(name + ".png"), bytes);
    writeImageFile(output.stage(name + std::string(kColourSuffix) + ".png"), colourClasses(ids, segmenter.classSet()));
    made.source = std::move(source);
    made.source.luminance.release();
    made.source.chroma.release();
    return made;
}

Outcome segmentAll(const FilesByStem& pictures, const SegmentArguments& arguments, const Segmenter& segmenter,
                   OutputFolder& output, const JobControl& job)
{
    Outcome outcome;
    for (const auto& [name, file] : pictures) {
        job.checkStop();
        const std::size_t seen = outcome.done.size() + outcome.failed.size();
        job.report(static_cast<double>(seen) / static_cast<double>(pictures.size()), "segmenting");
        try {
            outcome.done.push_back(segmentPicture(name, loadPicture(file, arguments), segmenter, output, job));
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Output) // not this picture's fault
                throw;
            outcome.failed.push_back({name, file, error});
        }
    }
    return outcome;
}

/// Tells which pictures failed; there has to be one that did not.
void checkOutcome(const Outcome& outcome, Session& session)
{
    if (outcome.done.empty() && outcome.failed.size() == 1)
        throw outcome.failed[0].error;
    for (std::size_t i = 0; i < std::min(outcome.failed.size(), kShownProblems); ++i)
        spdlog::warn("{}: {}", printable(outcome.failed[i].name), outcome.failed[i].error.what());
    if (outcome.failed.size() > kShownProblems)
        spdlog::warn("and {} more", outcome.failed.size() - kShownProblems);
    if (outcome.done.empty())
        throw Error(ErrorKind::Input, "Cannot segment any picture",
                    "none of " + std::to_string(outcome.failed.size()) + " could be used", "Give other pictures");
    if (!outcome.failed.empty())
        session.exitCode = kExitIncomplete;
}

Json describe(const Segmentation& made, const ClassSet& classSet)
{
    Json classes = Json::array();
    for (int id = 0; id < classSet.size(); ++id)
        if (const std::int64_t pixels = made.pixels[static_cast<std::size_t>(id)]; pixels > 0)
            classes.push_back({{"id", id},
                               {"name", classSet.at(id).name},
                               {"pixels", pixels},
                               {"share", static_cast<double>(pixels) / made.size.area()}});
    return {{"name", made.name},       {"width", made.size.width},        {"height", made.size.height},
            {"seconds", made.seconds}, {"source", describe(made.source)}, {"classes", classes}};
}

std::string summarise(const Outcome& outcome, const SegmentArguments& arguments, const Segmenter& segmenter,
                      const std::vector<std::string>& files)
{
    Provenance provenance = segmenter.provenance();
    provenance.options = {{"modality", arguments.modality}, {"range", arguments.range}};
    Json summary = {{"program", "duoscope"},
                    {"provenance", describe(provenance)},
                    {"class_set", segmenter.classSet().name()},
                    {"pictures", Json::array()},
                    {"failed", Json::array()},
                    {"files", files}};
    for (const Segmentation& made : outcome.done)
        summary["pictures"].push_back(describe(made, segmenter.classSet()));
    for (const Failure& failure : outcome.failed)
        summary["failed"].push_back({{"name", failure.name},
                                     {"path", failure.path.string()},
                                     {"what", failure.error.failure()},
                                     {"why", failure.error.reason()},
                                     {"remedy", failure.error.remedy()}});
    return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void printForPeople(const Outcome& outcome, const ClassSet& classSet, const std::string& output)
{
    const std::size_t count = outcome.done.size();
    const std::size_t all = count + outcome.failed.size();
    if (count < all)
        std::printf("%zu of ", count);
    std::printf("%zu %s, class set %s\n%-14s %7s %9s\n", all, all == 1 ? "picture" : "pictures",
                classSet.name().c_str(), "class", "share", "pictures");
    for (std::size_t id = 0; id < static_cast<std::size_t>(classSet.size()); ++id) {
        double share = 0;
        int with = 0;
        for (const Segmentation& made : outcome.done) {
            share += static_cast<double>(made.pixels[id]) / made.size.area() / static_cast<double>(count);
            with += made.pixels[id] > 0;
        }
        if (with > 0)
            std::printf("%-14s %5.1f %% %9d\n", classSet.at(static_cast<int>(id)).name.c_str(), 100 * share, with);
    }
    std::printf("written to %s\n", output.c_str());
}

Segmenter makeSegmenter(const SegmentArguments& arguments)
{
    const fs::path model = arguments.model.empty() ? bundledModel() : fs::path(arguments.model);
    if (model.empty())
        throw Error(ErrorKind::Usage, "Cannot segment", "no model was given and none is bundled",
                    "Give one with --model");
    return Segmenter(model, resourceFolder() / "class_sets", arguments.device, arguments.threads);
}

void segment(const SegmentArguments& arguments, Session& session)
{
    const FilesByStem pictures = picturesOf(arguments);
    checkNames(pictures, arguments.output);
    RangeRequest::parse(arguments.range);
    const Segmenter segmenter = makeSegmenter(arguments);
    if (segmenter.classSet().size() > kMaximumLabelClasses)
        throw Error(ErrorKind::Model, "Cannot write segmentations by this model",
                    "it has " + std::to_string(segmenter.classSet().size()) + " classes, more than 8 bits tell apart",
                    "Use a model of at most " + std::to_string(kMaximumLabelClasses) + " classes");
    OutputFolder output(arguments.output); // fails now rather than after all the work
    Outcome outcome;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        outcome = segmentAll(pictures, arguments, segmenter, output, job);
    }
    checkOutcome(outcome, session);
    const fs::path file = output.stage("summary.json");
    const std::string summary = summarise(outcome, arguments, segmenter, output.names());
    writeAtomically(file, [&summary](std::ostream& stream) { stream << summary; });
    throwIfStopped(session.stop);
    output.commit();
    if (session.json)
        std::cout << summary;
    else
        printForPeople(outcome, segmenter.classSet(), arguments.output);
}

} // namespace

void addSegmentCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("segment", "Say what a model sees in pictures, class by class");
    auto arguments = std::make_shared<SegmentArguments>();
    auto* images = command->add_option("--image", arguments->images, "Pictures (PNG, JPEG, TIFF or BMP)");
    command->add_option("--images", arguments->folder, "Folder of pictures")->excludes(images);
    command->add_option("--output,-o", arguments->output, "Folder for the results; made where missing")->required();
    command->add_option("--model", arguments->model, "Model (.safetensors); default: the bundled one");
    command
        ->add_option("--modality", arguments->modality,
                     "What the pictures are, for the range and the choice of channels: infrared, visible or auto, "
                     "which takes gray ones of 16 bits for infrared")
        ->check(CLI::IsMember({"auto", "infrared", "visible"}))
        ->capture_default_str();
    command
        ->add_option("--range", arguments->range,
                     "What becomes black and white: auto, full, percentile:LOW,HIGH or fixed:LOW,HIGH")
        ->capture_default_str();
    command->add_flag("--json", session.json, "Print the summary as JSON");
    command->add_option("--device", arguments->device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str()
        ->group("Machine");
    command->add_option("--threads", arguments->threads, "Threads; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str()
        ->group("Machine");
    command->footer("Writes NAME.png, 8-bit class ids as evaluate --predictions reads them, and NAME_colour.png for\n"
                    "each picture, and summary.json, all together at the end. Of colours the luminance is segmented.\n"
                    "A picture that can't be used is told and left out, and the exit code is 3. The class set is the\n"
                    "model's; the bundled one's is street, which has the ids of FMB and adds one.\n\n"
                    "  duoscope-cli segment --images fused -o seg\n"
                    "  duoscope-cli evaluate --labels label --predictions ours=seg --class-set street");
    command->callback([arguments, &session] { segment(*arguments, session); });
}

} // namespace duoscope
