// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/picture_list.h"
#include "app/cli/progress_bar.h"
#include "core/base/atomic_file.h"
#include "core/base/output_folder.h"
#include "core/base/printable.h"
#include "core/fusion/baseline.h"
#include "core/fusion/description.h"
#include "core/fusion/npy.h"
#include "core/image/image_file.h"
#include "core/metrics/segmentation_metrics.h"
#include "core/report/pictures.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>

namespace duoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ExplainArguments {
    PictureArguments pictures;
    std::string baseline = "zero";
    std::string className;
    int steps = ScoreAttributionOptions().quadrature.steps;
};

/// What --baseline means: a rule, or pictures.
struct BaselineChoice {
    std::optional<Baseline> rule;
    fs::path file;      ///< one for all pictures
    FilesByStem byName; ///< one for each, of a folder
    std::string folder; ///< that they are in
};

/// One picture's attribution, but for its map, which is in files.
struct Explanation {
    std::string name;
    SourceImage source; ///< Without its pixels.
    cv::Size size;
    ScoreAttribution attribution;                ///< Without its matrices.
    FigureScale scale;                           ///< Of the map's picture.
    std::optional<double> sigma;                 ///< Of a blurred baseline, pixels.
    std::optional<fs::path> against;             ///< The baseline's file.
    std::optional<SegmentationScores> agreement; ///< Of the segmentations of both.
    double seconds = 0;
};

struct Outcome {
    std::vector<Explanation> done;
    std::vector<PictureFailure> failed;
};

BaselineChoice baselineOf(const std::string& text)
{
    BaselineChoice choice;
    std::error_code ignored;
    for (const Baseline rule : {Baseline::Zero, Baseline::Mean, Baseline::Blur})
        if (text == toString(rule))
            choice.rule = rule;
    if (choice.rule)
        return choice;
    if (fs::is_directory(text, ignored)) {
        std::vector<std::string> problems;
        choice.byName = imagesIn(text, problems);
        choice.folder = text;
        for (const std::string& problem : problems)
            spdlog::warn("{}", printable(problem));
    } else if (fs::exists(text, ignored)) {
        choice.file = text;
    } else {
        throw Error(ErrorKind::Usage, "Cannot take \"" + text + "\" for a baseline",
                    "it is neither zero, mean nor blur, nor a picture or folder that is there", "Give one of these");
    }
    return choice;
}

int classOf(const std::string& name, const ClassSet& classes)
{
    if (name.empty())
        return -1;
    if (const int id = classes.idOf(name); id >= 0)
        return id;
    std::string known;
    for (const LabelClass& entry : classes.classes())
        known += (known.empty() ? "" : ", ") + entry.name;
    throw Error(ErrorKind::Usage, "Cannot attribute the score of \"" + name + "\"",
                "the model's class set " + classes.name() + " has no such class", "Choose one of: " + known);
}

fs::path baselineFileOf(const std::string& name, const BaselineChoice& choice)
{
    if (!choice.file.empty())
        return choice.file;
    const auto found = choice.byName.find(name);
    if (found == choice.byName.end())
        throw Error(ErrorKind::Input, "Cannot explain " + name,
                    "the folder of baselines " + choice.folder + " has no picture of that name",
                    "Give a folder whose pictures are named alike");
    return found->second;
}

cv::Mat loadBaseline(const fs::path& file, cv::Size size, const PictureArguments& arguments)
{
    const SourceImage source = loadPicture(file, arguments);
    const auto text = [](cv::Size of) { return std::to_string(of.width) + " x " + std::to_string(of.height); };
    if (source.size() != size)
        throw Error(ErrorKind::Input, "Cannot take " + file.string() + " for a baseline",
                    "it has " + text(source.size()) + " pixels and the picture " + text(size),
                    "Take one of the picture's size");
    return source.luminance;
}

Explanation explainPicture(const std::string& name, SourceImage source, const ExplainArguments& arguments,
                           const BaselineChoice& choice, const Segmenter& segmenter, OutputFolder& output,
                           const JobControl& job)
{
    Explanation made;
    made.name = name;
    made.size = source.size();
    cv::Mat baseline;
    if (choice.rule) {
        baseline = baselineImage(*choice.rule, source.luminance);
        if (choice.rule == Baseline::Blur)
            made.sigma = blurSigma(source.size());
    } else {
        made.against = baselineFileOf(name, choice);
        baseline = loadBaseline(*made.against, source.size(), arguments.pictures);
    }
    ScoreAttributionOptions options;
    options.classId = classOf(arguments.className, segmenter.classSet());
    options.quadrature.steps = arguments.steps;
    const auto begin = std::chrono::steady_clock::now();
    ScoreAttribution attribution = segmenter.explain(source.luminance, baseline, options, job);
    made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (attribution.pixels == 0)
        throw Error(ErrorKind::Input, "Cannot attribute the score of " + arguments.className,
                    "the model sees none of it in the picture", "Choose another class");
    if (made.against)
        made.agreement =
            agreementWith(segmenter.segment(baseline, job), attribution.segmentation, segmenter.classSet());
    made.scale = symmetricScale(attribution.map);
    writeNpy(output.stage(name + "_attribution.npy"), attribution.map);
    writeImageFile(output.stage(name + "_attribution.png"),
                   heatMap(attribution.map, MapColours::BlueWhiteRed, made.scale));
    attribution.map.release();
    attribution.segmentation.release();
    made.attribution = std::move(attribution);
    made.source = std::move(source);
    made.source.luminance.release();
    made.source.chroma.release();
    return made;
}

Outcome explainAll(const FilesByStem& pictures, const ExplainArguments& arguments, const BaselineChoice& choice,
                   const Segmenter& segmenter, OutputFolder& output, const JobControl& job)
{
    Outcome outcome;
    for (const auto& [name, file] : pictures) {
        job.checkStop();
        const std::size_t seen = outcome.done.size() + outcome.failed.size();
        const auto share = [&](std::size_t count) {
            return static_cast<double>(count) / static_cast<double>(pictures.size());
        };
        try {
            outcome.done.push_back(explainPicture(name, loadPicture(file, arguments.pictures), arguments, choice,
                                                  segmenter, output, job.part(share(seen), share(seen + 1))));
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Output) // not this picture's fault
                throw;
            outcome.failed.push_back({name, file, error});
        }
    }
    return outcome;
}

Json describe(const MetricValue& value) { return value.isDefined() ? Json(value.value) : Json(); }

Json describe(const SegmentationScores& agreement)
{
    Json classes = Json::array();
    for (const ClassScore& score : agreement.classes)
        classes.push_back({{"id", score.id}, {"name", score.name}, {"iou", describe(score.iou)}});
    return {{"pixels", describe(agreement.pixelAccuracy)},
            {"mean_iou", describe(agreement.meanIou)},
            {"classes", std::move(classes)}};
}

Json describe(const Explanation& made, bool fullPaths)
{
    const ScoreAttribution& attribution = made.attribution;
    Json json = {
        {"name", made.name},
        {"width", made.size.width},
        {"height", made.size.height},
        {"seconds", made.seconds},
        {"source", describe(made.source, fullPaths)},
        {"pixels", attribution.pixels},
        {"score", attribution.score},
        {"baseline_score", attribution.baselineScore},
        {"change", attribution.change()},
        {"residual", attribution.residual},
        {"picture_range", {{"low", made.scale.low}, {"high", made.scale.high}, {"clipped", made.scale.clipped}}}};
    if (made.sigma)
        json["blur_sigma"] = *made.sigma;
    if (made.against)
        json["baseline"] = toldPath(*made.against, fullPaths);
    if (made.agreement)
        json["agreement"] = describe(*made.agreement);
    return json;
}

std::string summarise(const Outcome& outcome, const ExplainArguments& arguments, const Segmenter& segmenter,
                      const std::vector<std::string>& files)
{
    Provenance provenance = segmenter.provenance();
    provenance.options = {{"modality", arguments.pictures.modality},
                          {"range", arguments.pictures.range},
                          {"baseline", toldPath(arguments.baseline, arguments.pictures.fullPaths)},
                          {"class", arguments.className.empty() ? "all" : arguments.className},
                          {"quadrature", toString(ScoreAttributionOptions().quadrature.rule)},
                          {"grading", std::to_string(std::lround(ScoreAttributionOptions().quadrature.grading))},
                          {"steps", std::to_string(arguments.steps)}};
    Json summary = {{"program", "duoscope"},
                    {"provenance", describe(provenance, arguments.pictures.fullPaths)},
                    {"class_set", segmenter.classSet().name()},
                    {"unit", "score per pixel"},
                    {"pictures", Json::array()},
                    {"failed", describe(outcome.failed, arguments.pictures.fullPaths)},
                    {"files", files}};
    for (const Explanation& made : outcome.done)
        summary["pictures"].push_back(describe(made, arguments.pictures.fullPaths));
    return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void printForPeople(const Outcome& outcome, const ExplainArguments& arguments, const ClassSet& classSet)
{
    const std::size_t count = outcome.done.size();
    const std::size_t all = count + outcome.failed.size();
    if (count < all)
        std::printf("%zu of ", count);
    std::printf("%zu %s, score of %s (%s), baseline %s, %d steps\n", all, all == 1 ? "picture" : "pictures",
                arguments.className.empty() ? "all classes" : arguments.className.c_str(), classSet.name().c_str(),
                printable(arguments.baseline).c_str(), arguments.steps);
    const bool compared = outcome.done.front().agreement.has_value();
    std::printf("%-24s %9s %9s %9s%s\n", "picture", "score", "baseline", "residual", compared ? "      mIoU" : "");
    for (const Explanation& made : outcome.done) {
        std::printf("%-24s %9.4f %9.4f %9.4f", printable(made.name).c_str(), made.attribution.score,
                    made.attribution.baselineScore, made.attribution.residual);
        if (made.agreement && made.agreement->meanIou.isDefined())
            std::printf(" %7.2f %%", 100 * made.agreement->meanIou.value);
        std::printf("\n");
    }
    std::printf("written to %s\n", arguments.pictures.output.c_str());
}

void explain(const ExplainArguments& arguments, Session& session)
{
    const FilesByStem pictures = picturesOf(arguments.pictures, "explain");
    checkOutput(pictures, arguments.pictures.output);
    RangeRequest::parse(arguments.pictures.range);
    const BaselineChoice choice = baselineOf(arguments.baseline);
    const Segmenter segmenter = makeSegmenter(arguments.pictures, "explain");
    classOf(arguments.className, segmenter.classSet()); // fails now rather than for each picture
    OutputFolder output(arguments.pictures.output);     // likewise
    Outcome outcome;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        outcome = explainAll(pictures, arguments, choice, segmenter, output, job);
    }
    tellFailures(outcome.done.size(), outcome.failed, "explain", session);
    const fs::path file = output.stage("summary.json");
    const std::string summary = summarise(outcome, arguments, segmenter, output.names());
    writeAtomically(file, [&summary](std::ostream& stream) { stream << summary; });
    throwIfStopped(session.stop);
    output.commit();
    if (session.json)
        std::cout << summary;
    else
        printForPeople(outcome, arguments, segmenter.classSet());
}

} // namespace

void addExplainCommand(CLI::App& program, Session& session)
{
    CLI::App* command =
        program.add_subcommand("explain", "Say which pixels of pictures raised what a model sees in them");
    auto arguments = std::make_shared<ExplainArguments>();
    addPictureOptions(*command, arguments->pictures, session);
    command
        ->add_option("--baseline", arguments->baseline,
                     "What pictures are compared with: zero (black), mean (of the picture), blur (by 1/20 of its "
                     "shorter side), a picture, or a folder of pictures of the same names, as of a source")
        ->capture_default_str();
    command->add_option("--class", arguments->className,
                        "Attribute this class's score, over its region in the picture's segmentation, rather than that "
                        "of all");
    command
        ->add_option("--steps", arguments->steps,
                     "Steps from the baseline to the picture; more leave a smaller residual")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->footer(
        "Integrated gradients (Sundararajan 2017) of the segmentation score, which the attention of UAAFusion\n"
        "raises: the mean over pixels of the score of the class that each has. Any method's fused image will do.\n"
        "Writes NAME_attribution.npy, NAME_attribution.png in blue, white and red about zero, and summary.json\n"
        "with both scores, the completeness residual and the range of the colours, all together at the end.\n"
        "Against a picture it also says how far the segmentations of the two agree.\n"
        "A picture that can't be used is told and left out, and the exit code is 3.\n\n"
        "  duoscope-cli explain --images fused --baseline vi -o why\n"
        "  duoscope-cli explain --image fused/1.png --class person --baseline blur -o why --json");
    command->callback([arguments, &session] { explain(*arguments, session); });
}

} // namespace duoscope
