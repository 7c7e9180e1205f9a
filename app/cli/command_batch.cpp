// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/batch_text.h"
#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/fusion_arguments.h"
#include "app/cli/model_choice.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/batch/batch_runner.h"
#include "core/batch/collect.h"
#include "core/metrics/metric_registry.h"

#include <spdlog/spdlog.h>

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownProblems = 20;

struct BatchArguments {
    std::string infrared;
    std::string visible;
    std::string labels;
    std::string dataset;
    std::string output;
    std::vector<std::string> methods;
    std::string metrics;
    std::string convention = "paper";
    std::string shard;
    std::string repeat;
    std::vector<std::string> collect;
    bool plan = false;
    bool trace = false;
    bool segmentation = false;
    bool noGray = false;
    bool noColour = false;
    bool resume = false;
    bool force = false;
    bool fullPaths = false;
    std::optional<int> jobs;
    FusionArguments fusion;

    bool hasInput() const { return !infrared.empty() || !visible.empty() || !dataset.empty(); }
};

/// What is to be run: a plan and what to do with it.
struct Batch {
    BatchPlan plan;
    BatchRequest request;
};

[[noreturn]] void refuse(const char* why)
{
    throw Error(ErrorKind::Usage, "Cannot run a batch", why, "See duoscope-cli batch --help");
}

void warnOf(const std::vector<std::string>& problems)
{
    for (std::size_t i = 0; i < std::min(problems.size(), kShownProblems); ++i)
        spdlog::warn("{}", printable(problems[i]));
    if (problems.size() > kShownProblems)
        spdlog::warn("and {} more", problems.size() - kShownProblems);
}

std::vector<std::string> metricNames(const std::string& text, MetricConvention convention)
{
    if (text == "six")
        return paperTableMetrics();
    std::vector<std::string> names;
    if (text == "all") {
        for (const MetricInfo& info : metricInfos(convention))
            names.push_back(info.name);
        return names;
    }
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            names.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return names;
}

/// "LAYOUT=DIR", or "DIR" whose layout its shape tells.
BatchPlan planOfDataset(const std::string& text, const JobControl& job)
{
    std::error_code ignored;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || fs::exists(text, ignored))
        return planDataset(recogniseLayout(text), text, job);
    return planDataset(parseLayout(text.substr(0, equals)), text.substr(equals + 1), job);
}

BatchPlan planOf(const BatchArguments& arguments, const JobControl& job)
{
    if (!arguments.dataset.empty() && (!arguments.infrared.empty() || !arguments.visible.empty()))
        refuse("--dataset takes the place of --infrared and --visible");
    if (!arguments.labels.empty() && !arguments.dataset.empty())
        refuse("a data set brings its labels with it");
    if (!arguments.dataset.empty())
        return planOfDataset(arguments.dataset, job);
    if (arguments.infrared.empty() || arguments.visible.empty())
        refuse("it takes --infrared and --visible, or --dataset");
    return planFolders(arguments.infrared, arguments.visible, arguments.labels, job);
}

std::vector<BatchMethod> methodsOf(const BatchArguments& arguments)
{
    const FusionOptions options = fusionOptionsOf(arguments.fusion);
    const std::vector<std::string>& models = arguments.fusion.models;
    std::vector<std::string> texts = arguments.methods.empty() ? methodsOfModels(models) : arguments.methods;
    if (texts.empty() && bundledModel().empty())
        spdlog::warn("No model is given and none is bundled, so the method is laplacian; --model or --method choose");
    if (texts.empty())
        texts = {bundledModel().empty() ? "laplacian" : "uaafusion"};
    std::vector<BatchMethod> methods;
    std::vector<std::string> names;
    for (const std::string& text : texts) {
        methods.push_back(parseBatchMethod(text, options));
        names.push_back(methods.back().name);
    }
    for (BatchMethod& method : methods)
        if (const MethodInfo* info = findMethod(method.name); info && info->needsModel)
            method.options.model = modelOf(method.name, names, models);
    return methods;
}

BatchRequest requestOf(const BatchArguments& arguments)
{
    BatchRequest request;
    request.methods = methodsOf(arguments);
    request.outputs = {!arguments.noGray, !arguments.noColour, arguments.trace, arguments.segmentation};
    request.convention = parseMetricConvention(arguments.convention);
    request.metrics = metricNames(arguments.metrics, request.convention);
    request.ranges = pairOptionsOf(arguments.fusion);
    request.fullPaths = arguments.fullPaths;
    return request;
}

/// The batch of a run.json, with what this program and command line decide.
Batch batchOf(const RunDescription& run, const JobControl& job)
{
    Batch batch{planAgain(run, job), run.request};
    for (BatchMethod& method : batch.request.methods)
        method.options.classSets = resourceFolder() / "class_sets";
    return batch;
}

Batch makeBatch(const BatchArguments& arguments, const JobControl& job)
{
    if (!arguments.repeat.empty()) {
        const RunDescription run = readRun(arguments.repeat);
        if (!arguments.force)
            requireUnchanged(run, job);
        return batchOf(run, job);
    }
    if (arguments.resume && !arguments.hasInput()) {
        const Shard shard = arguments.shard.empty() ? Shard() : Shard::parse(arguments.shard);
        return batchOf(readRun(fs::path(arguments.output) / runFile(shard)), job);
    }
    return {planOf(arguments, job), requestOf(arguments)};
}

/// Draws the progress bar. What an earlier run did is no progress of this one.
class BarObserver : public BatchObserver {
public:
    explicit BarObserver(ProgressBar& bar) : m_bar(bar) {}

    void progressed(const BatchProgress& progress) override
    {
        const std::size_t ended = progress.done + progress.failed;
        const auto left = static_cast<double>(progress.tasks - progress.kept);
        std::string activity = "fusing"; // one line in a log
        if (m_terminal) {
            activity = std::to_string(ended) + " of " + std::to_string(progress.tasks);
            if (progress.failed > 0)
                activity += ", " + std::to_string(progress.failed) + " failed";
        }
        m_bar.report(left > 0 ? static_cast<double>(ended - progress.kept) / left : 1.0, activity);
    }

private:
    ProgressBar& m_bar;
    bool m_terminal = ::isatty(STDERR_FILENO) == 1;
};

/// Says what failed and what is missing.
void finish(const BatchSummary& summary, const std::string& output, Session& session)
{
    std::vector<std::string> problems;
    for (const BatchFailure& failure : summary.failures)
        problems.push_back(failure.item + ": " + failure.reason);
    for (const TaskId& task : summary.missingTasks)
        problems.push_back(task.item + " by " + task.method + " is missing.");
    warnOf(problems);
    if (session.json)
        std::cout << summary.json;
    else
        std::cout << summaryText(summary) << "written to " << output << '\n';
    if (!summary.isComplete())
        session.exitCode = kExitIncomplete;
}

void run(const BatchArguments& arguments, Session& session)
{
    BatchSummary summary;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        Batch batch = makeBatch(arguments, job);
        batch.request.resume = arguments.resume;
        batch.request.force = arguments.force;
        batch.request.fullPaths |= arguments.fullPaths; // or as the run that is resumed or repeated has it
        // A matter of the machine, so run.json does not say it.
        for (BatchMethod& method : batch.request.methods)
            method.options.limits.memory = fusionOptionsOf(arguments.fusion).limits.memory;
        if (arguments.jobs)
            batch.request.jobs = *arguments.jobs;
        if (!arguments.shard.empty())
            batch.request.shard = Shard::parse(arguments.shard);
        BarObserver observer(bar);
        try {
            summary = runBatch(batch.plan, batch.request, arguments.output, {session.stop, nullptr}, &observer, job);
        } catch (const Cancelled&) {
            spdlog::warn("What is done stays in {}; --resume goes on with it", arguments.output);
            throw;
        }
    }
    finish(summary, arguments.output, session);
}

void collect(const BatchArguments& arguments, Session& session)
{
    BatchSummary summary;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        summary = collectShards({arguments.collect.begin(), arguments.collect.end()}, arguments.output, job);
    }
    finish(summary, arguments.output, session);
}

void showPlan(const BatchArguments& arguments, Session& session)
{
    BatchPlan plan;
    BatchRequest request;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        plan = arguments.repeat.empty() ? planOf(arguments, job) : makeBatch(arguments, job).plan;
        request = requestOf(arguments);
    }
    if (!arguments.shard.empty())
        request.shard = Shard::parse(arguments.shard);
    request.check(plan);
    std::cout << (session.json ? planJson(plan, request) : planText(plan, request));
}

void batch(const BatchArguments& arguments, Session& session)
{
    if (arguments.plan) {
        showPlan(arguments, session);
        return;
    }
    if (arguments.output.empty())
        refuse("no folder for the results is given (-o)");
    if (arguments.hasInput() && (!arguments.repeat.empty() || !arguments.collect.empty()))
        refuse("--repeat and --collect bring their input with them");
    if (!arguments.repeat.empty() && !arguments.collect.empty())
        refuse("--repeat and --collect exclude each other");
    if (arguments.collect.empty())
        run(arguments, session);
    else
        collect(arguments, session);
}

} // namespace

void addBatchCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("batch", "Fuse folders or a data set, with one method or several");
    auto arguments = std::make_shared<BatchArguments>();
    command->add_option("--infrared,--first,-i", arguments->infrared, "Folder of infrared images, or of first sources");
    command->add_option("--visible,--second,-v", arguments->visible,
                        "Folder of visible images, or of second sources; files pair by stem");
    command->add_option("--labels", arguments->labels, "Folder of label images, noted for reports");
    command->add_option(
        "--dataset", arguments->dataset,
        "Instead of these a data set, LAYOUT=DIR: fmb, msrs, mfnet, roadscene, tno, m3fd, llvip, plain; "
        "DIR alone where its shape tells");
    command->add_option("--output,-o", arguments->output, "Folder for the results; made where missing");
    command->add_option(
        "--method,-m", arguments->methods,
        "Methods (see duoscope-cli methods), and NAME=PATH: a folder of fused images, or the manifest of a "
        "TorchScript module; uaafusion-paper and uaafusion-released choose the equations; default: those of the "
        "models, else uaafusion where its model is bundled");
    command->add_option("--metrics", arguments->metrics,
                        "Measure the gray results: names with commas, six (the paper's tables) or all; default: none");
    command->add_option("--convention", arguments->convention, "Whose definitions of metrics: paper or toolbox")
        ->capture_default_str();
    command->add_flag("--plan", arguments->plan, "Only show what pairs, and what does not; nothing is written");
    command->add_flag("--json", session.json, "Print the summary, or the plan, as JSON");

    command
        ->add_flag("--full-paths", arguments->fullPaths,
                   "Name folders in what is written; else files by their names, and in run.json as seen from it")
        ->group("Output");
    command->add_flag("--trace", arguments->trace, "Also write every quantity of the computation")->group("Output");
    command
        ->add_flag("--segmentation", arguments->segmentation,
                   "Also write the segmentation of the fused image, by methods that segment")
        ->group("Output");
    command->add_flag("--no-gray", arguments->noGray, "Leave out gray.png")->group("Output");
    command->add_flag("--no-colour", arguments->noColour, "Leave out colour.png")->group("Output");

    command
        ->add_flag("--resume", arguments->resume,
                   "Go on with the run in the output folder; needs no input, for run.json tells it")
        ->group("Run");
    command
        ->add_option("--repeat", arguments->repeat, "Run again what a run.json describes; refused where files changed")
        ->group("Run");
    command
        ->add_flag("--force", arguments->force,
                   "Resume or repeat although options, models, versions or inputs have changed")
        ->group("Run");
    command->add_option("--shard", arguments->shard, "Do one part of several, I/N, as in 2/4")->group("Run");
    command
        ->add_option("--collect", arguments->collect,
                     "Bring the results of shards together from these folders, and say what is missing")
        ->group("Run");
    command
        ->add_option("--jobs", arguments->jobs,
                     "Items at once, for classical methods and metrics; 0 for as many as cores and memory allow; a "
                     "network takes one at a time")
        ->check(CLI::Range(0, 1024))
        ->group("Run");
    addFusionOptions(*command, arguments->fusion);
    command->footer(
        "Writes run.json, METHOD/gray/STEM.png, METHOD/colour/STEM.png, METHOD/items/STEM.json (where each result "
        "came\n"
        "from, and its metrics), summary.json and metrics.csv. An item that fails is told and the others go on; the\n"
        "exit code is then 3. journal.jsonl knows what is done: after a crash or Ctrl-C, --resume goes on.\n\n"
        "  duoscope-cli batch -i ir -v vi -o out --method uaafusion laplacian --metrics six\n"
        "  duoscope-cli batch --dataset msrs=MSRS --plan\n"
        "  duoscope-cli batch -o out --resume\n"
        "  duoscope-cli batch --repeat out/run.json -o again\n"
        "  duoscope-cli batch -i ir -v vi -o out --shard 2/4        # and then, once all four are done:\n"
        "  duoscope-cli batch --collect out -o out");
    command->callback([arguments, &session] { batch(*arguments, session); });
}

} // namespace duoscope
