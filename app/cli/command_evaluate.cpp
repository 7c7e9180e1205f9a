// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/downstream_arguments.h"
#include "app/cli/evaluation_folders.h"
#include "app/cli/exit_code.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/ground_truth.h"
#include "core/dataset/label_image.h"
#include "core/metrics/evaluation_report.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <mutex>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoMetrics = "none";
constexpr const char* kInfrared = "infrared";
constexpr const char* kVisible = "visible";

struct EvaluateArguments {
    std::string infrared;
    std::string visible;
    std::vector<std::string> fused;
    std::string labels;
    std::vector<std::string> predictions;
    std::string classSet; // defaults: see their options
    std::string classes;
    std::string metrics = "six";
    std::string convention = "paper";
    std::vector<std::string> compare;
    std::string format = "table";
    std::string output;
    DownstreamArguments downstream;
    bool perImage = false;
    int threads = 0;
    std::size_t limit = 0;

    bool isFusion() const { return !fused.empty() && metrics != kNoMetrics; }
    bool isSegmentation() const { return !predictions.empty(); }
    bool isDownstream() const { return downstream.segment; }
};

std::vector<std::string> splitList(const std::string& text)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::vector<std::string> metricNames(const std::string& text, MetricConvention convention)
{
    if (text == "six")
        return paperTableMetrics();
    if (text != "all")
        return splitList(text);
    std::vector<std::string> names;
    for (const MetricInfo& info : metricInfos(convention))
        names.push_back(info.name);
    return names;
}

TableFormat tableFormat(const std::string& text)
{
    return text == "csv-long" ? TableFormat::LongCsv : parseTableFormat(text);
}

/// Leaves out what `segment` adds for people, unless it is labelled under that name.
void dropColourPictures(NamedFiles& predictions, const NamedFiles& labels)
{
    std::erase_if(predictions.files, [&](const auto& entry) {
        const std::string& name = entry.first;
        return name.ends_with(kColourSuffix) && !labels.files.contains(name) &&
               predictions.files.contains(name.substr(0, name.size() - kColourSuffix.size()));
    });
}

/// Tells which items failed, each once; in each part there has to be one that did not.
void checkItems(const EvaluationReport& report, Session& session)
{
    std::vector<std::string> problems;
    std::size_t failed = 0; ///< of the first part in which nothing could be measured
    const auto look = [&](const auto& part) {
        if (!part)
            return;
        for (const LeftOut& item : part->leftOut)
            if (std::string problem = item.name + ": " + item.reason;
                std::find(problems.begin(), problems.end(), problem) == problems.end())
                problems.push_back(std::move(problem));
        if (part->images.empty() && failed == 0)
            failed = part->leftOut.size();
    };
    look(report.fusion);
    look(report.segmentation);
    if (report.downstream) {
        look(report.downstream->segmentation);
        look(report.downstream->boxes);
    }
    warnOf(problems);
    if (failed > 0)
        throw Error(ErrorKind::Input, "Cannot evaluate any image",
                    "none of " + std::to_string(failed) + " could be measured for all methods",
                    "Give folders whose images have equal names and sizes");
    if (!problems.empty())
        session.exitCode = kExitIncomplete;
}

/// The folders of images that are evaluated.
struct Pictures {
    std::vector<NamedFiles> sources; ///< infrared, visible
    std::vector<NamedFiles> methods;
};

Pictures picturesOf(const EvaluateArguments& arguments)
{
    if (arguments.fused.empty())
        return {};
    return {{filesIn(kInfrared, arguments.infrared), filesIn(kVisible, arguments.visible)}, methodsOf(arguments.fused)};
}

/// What fusion metrics to compute, checked before anything takes time.
struct FusionRequest {
    EvaluationOptions options;
    std::vector<std::string> compared; ///< two methods, or none
};

FusionRequest fusionRequest(const EvaluateArguments& arguments, const std::vector<std::string>& methods)
{
    FusionRequest request;
    request.options.convention = parseMetricConvention(arguments.convention);
    request.options.metrics = metricNames(arguments.metrics, request.options.convention);
    request.options.threads = arguments.threads;
    request.options.check();
    request.compared = arguments.compare.empty() && methods.size() == 2 ? methods : arguments.compare;
    if (!request.compared.empty()) {
        Evaluation nothing;
        nothing.methods = methods;
        compareMethods(nothing, request.compared[0], request.compared[1]);
    }
    return request;
}

ClassSet classSetOf(const std::string& name)
{
    return ClassSet::load(resourceFolder() / "class_sets" / (name + ".json"));
}

SegmentationEvaluation segmentationOf(const EvaluateArguments& arguments, std::vector<std::string>& warnings,
                                      const JobControl& job)
{
    const ClassSelection selection =
        arguments.classes.empty() ? ClassSelection::WithoutIgnored : parseClassSelection(arguments.classes);
    const ClassSet named = classSetOf(arguments.classSet.empty() ? "fmb" : arguments.classSet);
    // Readers turn the ignored class into "unknown", which is what a selection of all classes must not see.
    const ClassSet plain(named.name(), named.title(), named.classes(), -1);
    const std::vector<NamedFiles> sources{filesIn("label", arguments.labels)};
    std::vector<NamedFiles> methods = methodsOf(arguments.predictions);
    for (NamedFiles& method : methods)
        dropColourPictures(method, sources[0]);
    std::mutex warning;
    const LabelReader read = [&](const fs::path& file) {
        std::vector<std::string> found;
        cv::Mat ids = readLabelImage(file, plain, plain, found);
        const std::lock_guard lock(warning);
        warnings.insert(warnings.end(), found.begin(), found.end());
        return ids;
    };
    SegmentationEvaluation evaluation = evaluateSegmentation(
        listOf(sources, methods, arguments.limit), namesOf(methods), named, selection, read, arguments.threads, job);
    std::sort(warnings.begin(), warnings.end());
    return evaluation;
}

DownstreamEvaluation downstreamOf(const EvaluateArguments& arguments, const EvaluationList& list,
                                  const std::vector<std::string>& methods, std::vector<std::string>& warnings,
                                  const JobControl& job)
{
    for (const std::string& method : methods)
        if (method == kInfrared || method == kVisible)
            throw Error(ErrorKind::Usage, "Cannot tell a method from a source", "both are called " + method,
                        "Name the method otherwise, as in --fused ours=DIR");
    const std::optional<BoxLists> boxes = loadBoxLists(arguments.downstream);
    const SegmentationNetwork network = loadNetwork(arguments.downstream, arguments.threads, job.stopToken());
    GroundTruth known(network.classes);
    DownstreamTruth truth;
    DownstreamOptions options;
    if (!arguments.labels.empty()) {
        const ClassSet stored = arguments.classSet.empty() ? network.classes : classSetOf(arguments.classSet);
        known.setLabels(filesIn("label", arguments.labels).files, stored);
        truth.labels = [&](const std::string& scene) { return known.labels(scene); };
        if (!arguments.classes.empty())
            options.selection = parseClassSelection(arguments.classes);
        else if (stored.name() != network.classes.name())
            options.selection = ClassSelection::Present; // others than the labels can have are no mistakes of a method
    }
    if (boxes) {
        known.setBoxes(*boxes);
        truth.boxes = [&](const std::string& scene, cv::Size size) { return known.boxes(scene, size); };
        truth.boxList = arguments.downstream.boxList;
    }
    DownstreamEvaluation evaluation = evaluateDownstream(list, methods, network, truth, options, job);
    warnings.insert(warnings.end(), known.warnings().begin(), known.warnings().end());
    return evaluation;
}

void checkRequest(const EvaluateArguments& arguments, TableFormat format)
{
    const auto fail = [](const char* why) {
        throw Error(ErrorKind::Usage, "Cannot evaluate", why, "See duoscope-cli evaluate --help");
    };
    arguments.downstream.check();
    const bool hasImages = !arguments.fused.empty();
    if (!hasImages && !arguments.isSegmentation())
        fail("neither fused images (--fused) nor segmentations (--predictions) are given");
    if (hasImages == (arguments.infrared.empty() || arguments.visible.empty()))
        fail("--infrared, --visible and --fused belong together");
    if (arguments.isDownstream() && !hasImages)
        fail("--segment needs --infrared, --visible and --fused");
    if (arguments.isDownstream() && arguments.labels.empty() && arguments.downstream.boxes.empty())
        fail("--segment needs labels (--labels) or boxes (--boxes)");
    if (arguments.labels.empty() ? arguments.isSegmentation()
                                 : !arguments.isSegmentation() && !arguments.isDownstream())
        fail("--labels and --predictions belong together, or --labels and --segment");
    if (!arguments.compare.empty() && arguments.compare.size() != 2)
        fail("--compare takes two methods, as in --compare A,B");
    if (!arguments.isFusion() && !arguments.isSegmentation() && !arguments.isDownstream())
        fail("with --metrics none it needs --segment or --predictions");
    const int tables = arguments.isFusion() + arguments.isSegmentation() +
                       (arguments.isDownstream() ? !arguments.labels.empty() + !arguments.downstream.boxes.empty() : 0);
    if (tables > 1 && (format == TableFormat::Csv || format == TableFormat::LongCsv))
        fail("fusion metrics, segmentation and boxes make no single CSV table; --metrics none leaves out the first");
}

/// Does all that is asked for.
EvaluationReport evaluateAll(const EvaluateArguments& arguments, std::vector<std::string>& warnings,
                             const JobControl& job)
{
    EvaluationReport report;
    report.perImage = arguments.perImage;
    const Pictures pictures = picturesOf(arguments);
    const std::vector<std::string> methods = namesOf(pictures.methods);
    const EvaluationList list = listOf(pictures.sources, pictures.methods, arguments.limit);
    std::optional<FusionRequest> fusion;
    if (arguments.isFusion())
        fusion = fusionRequest(arguments, methods);
    // How long parts take, roughly and one as a share of another.
    const double predictions = arguments.isSegmentation() ? 0.1 : 0;
    const double network = arguments.isDownstream() ? 1 : 0;
    const double metrics = arguments.isFusion() ? 0.5 : 0;
    const double all = predictions + network + metrics;
    if (arguments.isSegmentation())
        report.segmentation = segmentationOf(arguments, warnings, job.part(0, predictions / all));
    if (arguments.isDownstream())
        report.downstream = downstreamOf(arguments, list, methods, warnings,
                                         job.part(predictions / all, (predictions + network) / all));
    if (fusion) {
        report.fusion = evaluateFusion(list, methods, fusion->options, job.part((predictions + network) / all, 1));
        if (!fusion->compared.empty())
            report.comparison = compareMethods(*report.fusion, fusion->compared[0], fusion->compared[1]);
    }
    return report;
}

void evaluate(const EvaluateArguments& arguments, Session& session)
{
    const TableFormat format = session.json ? TableFormat::Json : tableFormat(arguments.format);
    session.json = format == TableFormat::Json;
    checkRequest(arguments, format);
    EvaluationReport report;
    std::vector<std::string> warnings;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        report = evaluateAll(arguments, warnings, job);
    }
    warnOf(warnings);
    checkItems(report, session);
    const std::string text = formatReport(report, format);
    if (arguments.output.empty())
        std::cout << text;
    else
        writeAtomically(arguments.output, [&text](std::ostream& file) { file << text; });
}

} // namespace

void addEvaluateCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("evaluate", "Measure fused images, and segmentations of them");
    auto arguments = std::make_shared<EvaluateArguments>();
    command->add_option("--infrared,-i", arguments->infrared, "Folder of infrared images");
    command->add_option("--visible,-v", arguments->visible, "Folder of visible images");
    command->add_option("--fused,-f", arguments->fused, "Folders of fused images, one a method: DIR or NAME=DIR");
    command->add_option("--metrics", arguments->metrics, "Names with commas, six (the paper's tables), all or none")
        ->capture_default_str();
    command->add_option("--convention", arguments->convention, "Whose definitions: paper or toolbox")
        ->capture_default_str();
    command
        ->add_option("--compare", arguments->compare,
                     "Two methods, as in A,B, to test against each other; where there are two, they are")
        ->delimiter(',');
    command->add_option("--format", arguments->format, "table, csv, csv-long, json, markdown or latex")
        ->capture_default_str();
    command->add_flag("--json", session.json, "The same as --format json");
    command->add_flag("--per-image", arguments->perImage,
                      "Also the values of each image; csv and csv-long have them instead of means");
    command->add_option("--output,-o", arguments->output, "File for the result; default: standard output");
    command->add_option("--limit", arguments->limit, "At most so many images, the first by name; 0 for all")
        ->capture_default_str();
    command
        ->add_option("--threads", arguments->threads,
                     "Images measured at once, and threads of the network; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->add_option("--labels", arguments->labels, "Folder of label maps")->group("Segmentation");
    command->add_option("--predictions", arguments->predictions, "Folders of segmentations: DIR or NAME=DIR")
        ->group("Segmentation");
    command
        ->add_option("--class-set", arguments->classSet,
                     "Class set of labels and predictions (default: fmb). With --segment that of the labels, whose "
                     "classes become those of the same name or in its map (default: the model's)")
        ->group("Segmentation");
    command
        ->add_option("--classes", arguments->classes,
                     "Classes that means are of: all, without-ignored (default), present (in the labels; default with "
                     "--segment where --class-set is not the model's), or paper (the eight that the paper prints)")
        ->group("Segmentation");
    addDownstreamOptions(*command, arguments->downstream);
    command->footer(
        "Images belong together that have the same name without its ending. What a method lacks, what can't be read\n"
        "or has another size, is left out for all methods, so that means are of the same images; the result says how\n"
        "many, and the exit code is 3. Segmentations are 8-bit class ids or their colours; of the two images that\n"
        "duoscope-cli segment writes, NAME and NAME_colour, the ids count.\n\n"
        "--segment asks whether fusion helps a machine: one network looks at the infrared, the visible and each\n"
        "fused image. With --labels the result tells IoU and accuracy by class, with --boxes which it finds: of those\n"
        "taller than 40 pixels, the share whose area holds at least 20 % pixels of their class.\n\n"
        "  duoscope-cli evaluate -i ir -v vi -f ours=out -f SeAFusion=seafusion --metrics six\n"
        "  duoscope-cli evaluate -i ir -v vi -f a -f b -f c --compare a,b --format latex -o table.tex\n"
        "  duoscope-cli evaluate --labels label --predictions ours=seg --class-set fmb --classes paper\n"
        "  duoscope-cli evaluate -i ir -v vi -f ours=out --segment --boxes boxes --labels label --class-set msrs\n"
        "  duoscope-cli evaluate -i ir -v vi -f ours=out --metrics none --segment --boxes boxes --format csv");
    command->callback([arguments, &session] { evaluate(*arguments, session); });
}

} // namespace duoscope
