// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/fusion_arguments.h"

#include "app/resources.h"
#include "core/base/error.h"
#include "core/image/image_file.h"

#include <charconv>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {
namespace {

template <typename Number>
Number parseNumber(std::string_view text, const std::string& quadrature)
{
    Number value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
        throw Error(ErrorKind::Usage, "Cannot understand the quadrature " + quadrature,
                    "\"" + std::string(text) + "\" is no number",
                    "Write, for instance, midpoint:8 or midpoint:2:3:0.5");
    return value;
}

/// RULE[:STEPS[:GRADING[:COMPLETION]]]
void readQuadrature(const std::string& text, FusionOptions& options)
{
    std::vector<std::string> parts;
    for (const auto& part : std::views::split(text, ':'))
        parts.emplace_back(part.begin(), part.end());
    if (parts.size() > 4)
        throw Error(ErrorKind::Usage, "Cannot understand the quadrature " + text, "it has more than four parts",
                    "Write, for instance, midpoint:8 or midpoint:2:3:0.5");
    options.quadratureRule = parts[0];
    if (parts.size() > 1)
        options.quadratureSteps = parseNumber<int>(parts[1], text);
    if (parts.size() > 2)
        options.quadratureGrading = parseNumber<double>(parts[2], text);
    if (parts.size() > 3)
        options.quadratureCompletion = parseNumber<double>(parts[3], text);
}

} // namespace

void addFusionOptions(CLI::App& command, FusionArguments& arguments)
{
    FusionOptions& options = arguments.options;
    command
        .add_option("--model", arguments.models,
                    "Models (safetensors; see import), each for the method it was made for; default: the bundled one "
                    "of uaafusion")
        ->group("Model");
    command.add_option("--equations", arguments.equations, "paper or released; default: those of the model")
        ->group("UAAFusion");
    command.add_option("--stages", options.stages, "Stages K to run; default: all the model has")
        ->check(CLI::Range(1, 32))
        ->group("UAAFusion");
    command
        .add_option("--attribution", arguments.attribution,
                    "exact: class weights by integrated gradients; fast: approximately, by how each class's score "
                    "differs from that of black; off: both sources count alike")
        ->check(CLI::IsMember({"exact", "fast", "off"}))
        ->capture_default_str()
        ->group("UAAFusion");
    command
        .add_option(
            "--quadrature", arguments.quadrature,
            "Rule and steps of the integral: right, midpoint or trapezoid, as in midpoint:8; with a third "
            "number above 1 they are short near black, as in midpoint:4:2; a fourth, up to 1, is the share of what "
            "the sum misses of a score's change that its region is given; default: midpoint:2:3:0.5, with "
            "released equations right:5")
        ->group("UAAFusion");
    command
        .add_option("--path-steps", options.pathSteps,
                    "Sub-steps on each segment of the path attention; default: as in the model's training")
        ->check(CLI::Range(1, 1000))
        ->group("UAAFusion");
    command
        .add_option("--attention-scale", options.attentionScale,
                    "How attention enters its gate: paper, times-pixels or standardised; default: as in the "
                    "model's training")
        ->group("UAAFusion");
    command
        .add_option(
            "--guidance-pixels", options.limits.guidancePixels,
            "Pixels up to which class weights and attention are computed at full resolution, and of the smaller "
            "pictures that serve for larger ones; default: 2621440")
        ->check(CLI::Range(std::int64_t{256}, kMaximumPixels))
        ->group("UAAFusion");
    command
        .add_option("--tile", options.limits.tile,
                    "Fuse in tiles of at most that side, whatever the size; default: only what is large, 768")
        ->check(CLI::Range(16, 1 << 20))
        ->group("UAAFusion");
    command
        .add_option(
            "--precision", arguments.precision,
            "Of the stages' convolutions: full, or half (float16 on CUDA, bfloat16 on processors that have it), "
            "which is faster and changes results by less than a thousandth of the range on average")
        ->check(CLI::IsMember({"full", "half"}))
        ->capture_default_str()
        ->group("UAAFusion");
    auto* stretch = command.add_flag("--stretch", arguments.stretch, "Stretch the results to the full range");
    command
        .add_flag("--no-stretch", arguments.noStretch,
                  "Keep the values as computed; default, save with refusion and with released equations")
        ->excludes(stretch);
    const std::string rangeHelp = "What becomes black and white: auto, full, percentile:LOW,HIGH or fixed:LOW,HIGH";
    command
        .add_option("--infrared-range", arguments.infraredRange,
                    rangeHelp + "; auto is percentile:0.5,99.5 for 16 bits and float")
        ->capture_default_str()
        ->group("Input");
    command.add_option("--visible-range", arguments.visibleRange, rangeHelp)->capture_default_str()->group("Input");
    command
        .add_option("--device", options.device,
                    "Where networks compute: cpu, cuda, or auto, which is cuda where there is some")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str()
        ->group("Machine");
    command
        .add_option("--memory", arguments.memory,
                    "GiB that the program may take; what is too large for it is fused in tiles by uaafusion; default: "
                    "60 % of what is free")
        ->check(CLI::PositiveNumber)
        ->group("Machine");
    command.add_option("--threads", options.threads, "Threads of a network; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str()
        ->group("Machine");
}

FusionOptions fusionOptionsOf(const FusionArguments& arguments)
{
    FusionOptions options = arguments.options;
    options.classSets = resourceFolder() / "class_sets";
    if (!arguments.equations.empty())
        options.equations = parseEquations(arguments.equations);
    options.attribution = parseAttributionMode(arguments.attribution);
    options.halfPrecision = arguments.precision == "half";
    if (!arguments.quadrature.empty())
        readQuadrature(arguments.quadrature, options);
    if (arguments.stretch || arguments.noStretch)
        options.stretch = arguments.stretch;
    options.limits.memory = static_cast<std::int64_t>(arguments.memory * (std::int64_t{1} << 30));
    return options;
}

PairOptions pairOptionsOf(const FusionArguments& arguments)
{
    return {RangeRequest::parse(arguments.infraredRange), RangeRequest::parse(arguments.visibleRange)};
}

} // namespace duoscope
