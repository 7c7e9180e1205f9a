// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/picture_list.h"
#include "app/cli/progress_bar.h"
#include "core/base/atomic_file.h"
#include "core/base/output_folder.h"
#include "core/fusion/description.h"
#include "core/image/image_file.h"
#include "core/labels/class_colours.h"
#include "core/labels/label_values.h"

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

namespace duoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// One picture's segmentation, but for its pixels, which are in files.
struct Segmentation {
    std::string name;
    SourceImage source; ///< Without its pixels.
    cv::Size size;
    std::vector<std::int64_t> pixels; ///< Of each class id.
    double seconds = 0;
};

struct Outcome {
    std::vector<Segmentation> done;
    std::vector<PictureFailure> failed;
};

/// Results must not replace each other.
void checkNames(const FilesByStem& pictures)
{
    for (const auto& [name, file] : pictures)
        if (const std::string colour = name + std::string(kColourSuffix); pictures.contains(colour))
            throw Error(ErrorKind::Usage, "Cannot segment both " + name + " and " + colour,
                        "the second's result would replace the colour picture of the first",
                        "Write the two into two folders");
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

Outcome segmentAll(const FilesByStem& pictures, const PictureArguments& arguments, const Segmenter& segmenter,
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

Json describe(const Segmentation& made, const ClassSet& classSet, bool fullPaths)
{
    Json classes = Json::array();
    for (int id = 0; id < classSet.size(); ++id)
        if (const std::int64_t pixels = made.pixels[static_cast<std::size_t>(id)]; pixels > 0)
            classes.push_back({{"id", id},
                               {"name", classSet.at(id).name},
                               {"pixels", pixels},
                               {"share", static_cast<double>(pixels) / made.size.area()}});
    return {{"name", made.name},
            {"width", made.size.width},
            {"height", made.size.height},
            {"seconds", made.seconds},
            {"source", describe(made.source, fullPaths)},
            {"classes", classes}};
}

std::string summarise(const Outcome& outcome, const PictureArguments& arguments, const Segmenter& segmenter,
                      const std::vector<std::string>& files)
{
    Provenance provenance = segmenter.provenance();
    provenance.options = {{"modality", arguments.modality}, {"range", arguments.range}};
    Json summary = {{"program", "duoscope"},
                    {"provenance", describe(provenance, arguments.fullPaths)},
                    {"class_set", segmenter.classSet().name()},
                    {"pictures", Json::array()},
                    {"failed", describe(outcome.failed, arguments.fullPaths)},
                    {"files", files}};
    for (const Segmentation& made : outcome.done)
        summary["pictures"].push_back(describe(made, segmenter.classSet(), arguments.fullPaths));
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

void segment(const PictureArguments& arguments, Session& session)
{
    const FilesByStem pictures = picturesOf(arguments, "segment");
    checkNames(pictures);
    checkOutput(pictures, arguments.output);
    RangeRequest::parse(arguments.range);
    const Segmenter segmenter = makeSegmenter(arguments, "segment");
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
    tellFailures(outcome.done.size(), outcome.failed, "segment", session);
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
    auto arguments = std::make_shared<PictureArguments>();
    addPictureOptions(*command, *arguments, session);
    command->footer("Writes NAME.png, 8-bit class ids as evaluate --predictions reads them, and NAME_colour.png for\n"
                    "each picture, and summary.json, all together at the end. Of colours the luminance is segmented.\n"
                    "A picture that can't be used is told and left out, and the exit code is 3. The class set is the\n"
                    "model's; the bundled one's is street, which has the ids of FMB and adds one.\n\n"
                    "  duoscope-cli segment --images fused -o seg\n"
                    "  duoscope-cli evaluate --labels label --predictions ours=seg --class-set street");
    command->callback([arguments, &session] { segment(*arguments, session); });
}

} // namespace duoscope
