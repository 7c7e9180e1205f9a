// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"
#include "core/dataset/label_image.h"
#include "core/metrics/evaluation_report.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <mutex>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownProblems = 20;

struct EvaluateArguments {
    std::string infrared;
    std::string visible;
    std::vector<std::string> fused;
    std::string labels;
    std::vector<std::string> predictions;
    std::string classSet = "fmb";
    std::string classes = "without-ignored";
    std::string metrics = "six";
    std::string convention = "paper";
    std::vector<std::string> compare;
    std::string format = "table";
    std::string output;
    bool perImage = false;
    int threads = 0;
    std::size_t limit = 0;

    bool isFusion() const { return !fused.empty(); }
    bool isSegmentation() const { return !predictions.empty(); }
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

void warnOf(const std::vector<std::string>& problems)
{
    for (std::size_t i = 0; i < std::min(problems.size(), kShownProblems); ++i)
        spdlog::warn("{}", printable(problems[i]));
    if (problems.size() > kShownProblems)
        spdlog::warn("and {} more", problems.size() - kShownProblems);
}

NamedFiles filesIn(const std::string& name, const fs::path& folder)
{
    std::vector<std::string> problems;
    NamedFiles files{name, imagesIn(folder, problems)};
    warnOf(problems);
    if (files.files.empty())
        throw Error(ErrorKind::Input, "Cannot evaluate the folder " + folder.string(), "it holds no images",
                    "Give the folder that the images are right in");
    return files;
}

/// "FOLDER" or "NAME=FOLDER"; a folder whose own name has an equals sign is meant where it exists.
NamedFiles methodFiles(const std::string& text)
{
    std::error_code ignored;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos && equals > 0 && !fs::exists(text, ignored))
        return filesIn(text.substr(0, equals), text.substr(equals + 1));
    fs::path folder = fs::path(text).lexically_normal();
    if (folder.filename().empty()) // "DIR/"
        folder = folder.parent_path();
    return filesIn(folder.filename().string(), text);
}

std::vector<NamedFiles> methodsOf(const std::vector<std::string>& folders)
{
    std::vector<NamedFiles> methods;
    for (const std::string& text : folders) {
        methods.push_back(methodFiles(text));
        for (std::size_t i = 0; i + 1 < methods.size(); ++i)
            if (methods[i].name == methods.back().name)
                throw Error(ErrorKind::Usage, "Cannot tell two methods apart", "both are called " + methods[i].name,
                            "Name them, as in --fused ours=DIR");
    }
    return methods;
}

std::vector<std::string> namesOf(const std::vector<NamedFiles>& methods)
{
    std::vector<std::string> names;
    for (const NamedFiles& method : methods)
        names.push_back(method.name);
    return names;
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

EvaluationList listOf(const std::vector<NamedFiles>& sources, const std::vector<NamedFiles>& methods, std::size_t limit)
{
    EvaluationList list = pairByName(sources, methods);
    if (limit > 0 && list.items.size() > limit)
        list.items.resize(limit);
    return list;
}

/// Tells which items failed; there has to be one that did not.
void checkItems(const std::vector<LeftOut>& leftOut, std::size_t measured, Session& session)
{
    std::vector<std::string> problems;
    for (const LeftOut& item : leftOut)
        problems.push_back(item.name + ": " + item.reason);
    warnOf(problems);
    if (measured == 0)
        throw Error(ErrorKind::Input, "Cannot evaluate any image",
                    "none of " + std::to_string(leftOut.size()) + " could be measured for all methods",
                    "Give folders whose images have equal names and sizes");
    if (!leftOut.empty())
        session.exitCode = kExitIncomplete;
}

void addFusion(const EvaluateArguments& arguments, const JobControl& job, EvaluationReport& report)
{
    EvaluationOptions options;
    options.convention = parseMetricConvention(arguments.convention);
    options.metrics = metricNames(arguments.metrics, options.convention);
    options.threads = arguments.threads;
    options.check();
    const std::vector<NamedFiles> sources{filesIn("infrared", arguments.infrared),
                                          filesIn("visible", arguments.visible)};
    const std::vector<NamedFiles> methods = methodsOf(arguments.fused);
    std::vector<std::string> compared = arguments.compare;
    if (compared.empty() && methods.size() == 2)
        compared = namesOf(methods);
    if (!compared.empty()) { // fails now rather than after all the work
        Evaluation nothing;
        nothing.methods = namesOf(methods);
        compareMethods(nothing, compared[0], compared[1]);
    }
    report.fusion = evaluateFusion(listOf(sources, methods, arguments.limit), namesOf(methods), options, job);
    if (!compared.empty())
        report.comparison = compareMethods(*report.fusion, compared[0], compared[1]);
}

void addSegmentation(const EvaluateArguments& arguments, const JobControl& job, EvaluationReport& report)
{
    const ClassSelection selection = parseClassSelection(arguments.classes);
    const ClassSet named = ClassSet::load(resourceFolder() / "class_sets" / (arguments.classSet + ".json"));
    // Readers turn the ignored class into "unknown", which is what a selection of all classes must not see.
    const ClassSet plain(named.name(), named.title(), named.classes(), -1);
    const std::vector<NamedFiles> sources{filesIn("label", arguments.labels)};
    std::vector<NamedFiles> methods = methodsOf(arguments.predictions);
    for (NamedFiles& method : methods)
        dropColourPictures(method, sources[0]);
    std::mutex warning;
    std::vector<std::string> warnings;
    const LabelReader read = [&](const fs::path& file) {
        std::vector<std::string> found;
        cv::Mat ids = readLabelImage(file, plain, plain, found);
        const std::lock_guard lock(warning);
        warnings.insert(warnings.end(), found.begin(), found.end());
        return ids;
    };
    report.segmentation = evaluateSegmentation(listOf(sources, methods, arguments.limit), namesOf(methods), named,
                                               selection, read, arguments.threads, job);
    std::sort(warnings.begin(), warnings.end());
    warnOf(warnings);
}

void checkRequest(const EvaluateArguments& arguments, TableFormat format)
{
    const auto fail = [](const char* why) {
        throw Error(ErrorKind::Usage, "Cannot evaluate", why, "See duoscope-cli evaluate --help");
    };
    if (!arguments.isFusion() && !arguments.isSegmentation())
        fail("neither fused images (--fused) nor segmentations (--predictions) are given");
    if (arguments.isFusion() == (arguments.infrared.empty() || arguments.visible.empty()))
        fail("--infrared, --visible and --fused belong together");
    if (arguments.isSegmentation() == arguments.labels.empty())
        fail("--labels and --predictions belong together");
    if (!arguments.compare.empty() && arguments.compare.size() != 2)
        fail("--compare takes two methods, as in --compare A,B");
    if (arguments.isFusion() && arguments.isSegmentation() &&
        (format == TableFormat::Csv || format == TableFormat::LongCsv))
        fail("fusion metrics and segmentation make no single CSV table");
}

void evaluate(const EvaluateArguments& arguments, Session& session)
{
    const TableFormat format = session.json ? TableFormat::Json : tableFormat(arguments.format);
    session.json = format == TableFormat::Json;
    checkRequest(arguments, format);
    EvaluationReport report;
    report.perImage = arguments.perImage;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        if (arguments.isSegmentation()) // first, for it is over soon
            addSegmentation(arguments, arguments.isFusion() ? job.part(0.0, 0.1) : job, report);
        if (arguments.isFusion())
            addFusion(arguments, arguments.isSegmentation() ? job.part(0.1, 1.0) : job, report);
    }
    if (report.fusion)
        checkItems(report.fusion->leftOut, report.fusion->images.size(), session);
    if (report.segmentation)
        checkItems(report.segmentation->leftOut, report.segmentation->images.size(), session);
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
    command->add_option("--metrics", arguments->metrics, "Names with commas, six (the paper's tables) or all")
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
    command->add_option("--threads", arguments->threads, "Images measured at once; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->add_option("--labels", arguments->labels, "Folder of label maps")->group("Segmentation");
    command->add_option("--predictions", arguments->predictions, "Folders of segmentations: DIR or NAME=DIR")
        ->group("Segmentation");
    command->add_option("--class-set", arguments->classSet, "Class set of both")
        ->capture_default_str()
        ->group("Segmentation");
    command
        ->add_option("--classes", arguments->classes,
                     "Classes that means are of: all, without-ignored, present (in the labels), or paper (the eight "
                     "that the paper prints)")
        ->capture_default_str()
        ->group("Segmentation");
    command->footer(
        "Images belong together that have the same name without its ending. What a method lacks, what can't be read\n"
        "or has another size, is left out for all methods, so that means are of the same images; the result says how\n"
        "many, and the exit code is 3. Segmentations are 8-bit class ids or their colours; of the two images that\n"
        "duoscope-cli segment writes, NAME and NAME_colour, the ids count.\n\n"
        "  duoscope-cli evaluate -i ir -v vi -f ours=out -f SeAFusion=seafusion --metrics six\n"
        "  duoscope-cli evaluate -i ir -v vi -f a -f b -f c --compare a,b --format latex -o table.tex\n"
        "  duoscope-cli evaluate --labels label --predictions ours=seg --class-set fmb --classes paper");
    command->callback([arguments, &session] { evaluate(*arguments, session); });
}

} // namespace duoscope
