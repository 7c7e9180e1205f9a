// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/fusion_arguments.h"
#include "app/cli/model_choice.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/base/error.h"
#include "core/base/output_folder.h"
#include "core/fusion/external_method.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/trace_writer.h"

#include <spdlog/spdlog.h>

#include <charconv>
#include <cstdio>
#include <iostream>
#include <memory>

namespace duoscope {
namespace {

struct FuseArguments {
    std::string infrared;
    std::string visible;
    std::string output;
    std::string method;
    std::vector<std::string> classWeights;
    bool trace = false;
    bool fullPaths = false;
    FusionArguments fusion;
};

template <typename Number>
Number parseNumber(const std::string& text, const std::string& what)
{
    Number value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
        throw Error(ErrorKind::Usage, "Cannot understand " + what, "\"" + text + "\" is no number", "See fuse --help");
    return value;
}

/// The method asked for, else that of the model given, else the best there is.
std::string methodName(const FuseArguments& arguments)
{
    if (!arguments.method.empty())
        return arguments.method;
    if (!arguments.fusion.models.empty())
        return methodsOfModels(arguments.fusion.models).front();
    if (!bundledModel().empty())
        return "uaafusion";
    spdlog::warn("No model is given and none is bundled, so the method is laplacian; --model or --method choose");
    return "laplacian";
}

/// A class's weight as the user gave it: "person=0.9" or "8=0.9".
struct ClassWeight {
    std::string name;
    double infraredWeight = 0;
};

ClassWeight parseClassWeight(const std::string& text)
{
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos)
        throw Error(ErrorKind::Usage, "Cannot understand the class weight \"" + text + "\"",
                    "it is not of the form CLASS=W1", "Write, for instance, --set-weight person=0.9");
    const double weight = parseNumber<double>(text.substr(equals + 1), "the class weight " + text);
    if (!(weight >= 0 && weight <= 1))
        throw Error(ErrorKind::Usage, "Cannot use the class weight " + text, "a weight lies between 0 and 1",
                    "Choose a value in that range");
    return {text.substr(0, equals), weight};
}

/// For a run that has computed its weights.
void applyClassWeight(FusionRun& run, const ClassWeight& weight)
{
    int id = run.trace().classSet.idOf(weight.name);
    if (id < 0 && !weight.name.empty() && weight.name.find_first_not_of("0123456789") == std::string::npos)
        id = parseNumber<int>(weight.name, "the class " + weight.name);
    if (id < 0 && !run.trace().classes.empty())
        throw Error(ErrorKind::Usage, "Cannot change the weight of \"" + weight.name + "\"",
                    "the model's class set " + run.trace().classSet.name() + " has no such class",
                    "Use a class's name or id; summary.json lists the classes present");
    run.setClassWeight(id, weight.infraredWeight);
    if (run.trace().classes[static_cast<std::size_t>(id)].pixels == 0)
        spdlog::warn("The class {} is not in this picture, so its weight changes nothing", weight.name);
    else if (run.trace().provenance.options.at("data_step") != "applied")
        spdlog::warn("With the released equations the weights do not act on the image; --equations paper applies them");
}

/// Says which of the options given belong to another method.
void warnOfUselessOptions(const CLI::App& command, const std::string& method)
{
    const MethodInfo* info = findMethod(method);
    std::string useless;
    for (const CLI::Option* option : command.get_options())
        if (option->count() > 0 && ((option->get_group() == "UAAFusion" && method != "uaafusion") ||
                                    (option->get_group() == "Model" && info && !info->needsModel)))
            useless += (useless.empty() ? "" : ", ") + option->get_name();
    if (!useless.empty())
        spdlog::warn("{} has no meaning for the method {}", useless, method);
}

void printForPeople(const FusionTrace& trace, const std::string& output)
{
    const Provenance& provenance = trace.provenance;
    std::printf("%s, %d x %d, fused with %s", trace.pair.name.c_str(), trace.pair.size().width,
                trace.pair.size().height, provenance.method.c_str());
    if (!provenance.equations.empty())
        std::printf(" (%s equations, K = %zu)", provenance.equations.c_str(), trace.stages.size() - 1);
    std::printf("\n");
    const auto attribution = [&trace](const ClassAttribution& side) {
        char text[32] = "-"; // nothing was computed
        if (trace.isAttributed())
            std::snprintf(text, sizeof text, "%.4g", side.attribution);
        return std::string(text);
    };
    bool heading = false;
    for (const ClassTrace& entry : trace.classes) {
        if (entry.pixels == 0)
            continue;
        if (!std::exchange(heading, true))
            std::printf("%-14s %9s %12s %12s %7s %7s\n", "class", "pixels", "S infrared", "S visible", "w1", "w2");
        std::printf("%-14s %9lld %12s %12s %7.3f %7.3f%s\n", trace.classSet.at(entry.id).name.c_str(),
                    static_cast<long long>(entry.pixels), attribution(entry.infrared).c_str(),
                    attribution(entry.visible).c_str(), entry.infraredWeight, entry.visibleWeight(),
                    entry.isChanged() ? "  what if" : "");
    }
    if (heading && trace.isAttributed()) {
        const WeightShares shares = weightShares(trace);
        std::printf("%.1f %% of the pixels are undecided (both S <= 0, so w1 = 1/2), %.1f %% wholly one source's\n",
                    100 * shares.undecided, 100 * shares.atLimit);
    }
    if (trace.tiling) {
        const Tiling& tiling = *trace.tiling;
        std::printf(
            "in %d tiles of up to %d x %d pixels, each with %d around it; class weights and attention on %d x %d "
            "(1/%d)\n",
            tiling.tiles, tiling.tile.width, tiling.tile.height, tiling.halo, tiling.guidance.width,
            tiling.guidance.height, tiling.reduction);
        std::string leftOut;
        for (const std::string& part : tiling.leftOut)
            leftOut += (leftOut.empty() ? "" : ", ") + part;
        if (!leftOut.empty())
            std::printf("not kept, for want of memory: %s\n", leftOut.c_str());
    }
    std::printf("written to %s\n", output.c_str());
}

void fuse(const FuseArguments& arguments, const CLI::App& command, const Session& session)
{
    std::vector<ClassWeight> classWeights;
    for (const std::string& text : arguments.classWeights)
        classWeights.push_back(parseClassWeight(text));
    const PairOptions pairOptions = pairOptionsOf(arguments.fusion);
    FusionOptions options = fusionOptionsOf(arguments.fusion);
    if (!arguments.fusion.models.empty())
        options.check(); // before a file is opened
    std::string name = methodName(arguments);
    if (const std::optional<ExternalMethod> external = parseExternalMethod(name)) {
        name = external->name;
        options.external = external->source;
    }
    warnOfUselessOptions(command, name);
    if (const MethodInfo* info = findMethod(name); info && info->needsModel)
        options.model = modelOf(name, {name}, arguments.fusion.models);
    const std::unique_ptr<FusionMethod> method = makeFusionMethod(name, options);
    ImagePair pair = loadPair(arguments.infrared, arguments.visible, pairOptions);
    {
        const OutputFolder probe(arguments.output);
    } // fails now rather than after all the work

    ProgressBar bar(true);
    const JobControl job(session.stop,
                         [&bar](double share, std::string_view activity) { bar.report(share, activity); });
    const std::unique_ptr<FusionRun> run = method->start(std::move(pair));
    const double prepared = 0.98 * run->progressAt(0);
    run->advance(job.part(0.0, prepared));
    for (const ClassWeight& weight : classWeights)
        applyClassWeight(*run, weight);
    run->finish(job.part(prepared, 0.98));
    job.report(0.98, "writing");
    const std::string summary = writeResult(arguments.output, run->trace(), arguments.trace, job, arguments.fullPaths);
    if (session.json)
        std::cout << summary;
    else
        printForPeople(run->trace(), arguments.output);
}

} // namespace

void addFuseCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("fuse", "Fuse one pair of an infrared and a visible image");
    auto arguments = std::make_shared<FuseArguments>();
    command
        ->add_option("--infrared,--first,-i", arguments->infrared,
                     "Infrared image (PNG, JPEG, TIFF or BMP), or what else a model takes for its first source")
        ->required();
    command->add_option("--visible,--second,-v", arguments->visible, "Visible image of the same size, or second source")
        ->required();
    command->add_option("--output,-o", arguments->output, "Folder for the result; made where missing")->required();
    command->add_option(
        "--method,-m", arguments->method,
        "Fusion method (see duoscope-cli methods), or NAME=PATH: a folder of fused images or the manifest of a "
        "TorchScript module; default: that of the model, which may be the bundled one");
    command->add_flag("--trace", arguments->trace, "Also write every quantity of the computation (trace.json, .npy)");
    command->add_flag("--json", session.json, "Print the summary as JSON");
    command->add_flag("--full-paths", arguments->fullPaths,
                      "Name the files that it came from with their folders; else by their names alone");

    addFusionOptions(*command, arguments->fusion);
    command
        ->add_option("--set-weight", arguments->classWeights,
                     "What if: set w1 of a class, as in person=0.9; may be given several times")
        ->group("UAAFusion");
    command->footer("Writes gray.png, colour.png (where a source has colour) and summary.json. With --trace also\n"
                    "trace.json and float32 .npy files: stage_0 ... stage_K, attention_1 ... attention_K,\n"
                    "weight_infrared; int32: regions, segmentation_{infrared,visible,fused}.\n\n"
                    "  duoscope-cli fuse -i ir/00047N.png -v vi/00047N.png -o out --trace\n"
                    "  duoscope-cli fuse -i ir.tif -v vi.jpg -o out --method guided --infrared-range fixed:7000,9000\n"
                    "  duoscope-cli fuse -i ir.png -v vi.png -o out --model m.safetensors --equations paper \\\n"
                    "      --set-weight person=1\n"
                    "  duoscope-cli fuse --first near.jpg --second far.jpg -o out --model refusion-mfif.safetensors");
    command->callback([arguments, command, &session] { fuse(*arguments, *command, session); });
}

} // namespace duoscope
