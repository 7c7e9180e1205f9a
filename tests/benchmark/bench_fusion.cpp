// SPDX-License-Identifier: GPL-3.0-or-later
// duoscope-bench: what a fusion costs, part by part.
//   duoscope-bench MODEL [THREADS [WIDTHxHEIGHT…]]     on this processor
//   duoscope-bench MODEL cuda [WIDTHxHEIGHT…]          on a GPU
//   duoscope-bench MODEL THREADS|cuda FILE.safetensors [WIDTHxHEIGHT]
// Instead of the table: keeps what a fusion computes in FILE, or where FILE is there, from this or another machine,
// says how far the results are from those in it.
// Pictures of more than 2.5 Mi pixels are fused in tiles, as the programs do; naive attribution is left out for them.
// Each line: time, counted operations, their rate, and its share of the convolution peak measured in the same run.
// "naive" is the paper's rule as written: right sum, M = 5, class by class, step by step, source by source, with
// normalisations and the default tensor layout.
#include "core/attribution/class_slopes.h"
#include "core/attribution/guided_fusion.h"
#include "core/attribution/tiled_fusion.h"
#include "core/base/memory.h"
#include "core/net/compute_device.h"
#include "core/net/model.h"
#include "core/net/safetensors.h"
#ifndef DUOSCOPE_NETWORKS_ONLY
#include "core/metrics/metric_registry.h"

#include <opencv2/core.hpp>
#endif

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace duoscope;

namespace {

constexpr int kNaiveSteps = 5;
constexpr double kLargestWhole = 2.5 * (1 << 20); ///< pixels; as TilingLimits
constexpr int kTile = 768;                        ///< likewise

torch::Device device = torch::kCPU; ///< that everything runs on

void await() // a GPU works on while the program goes on
{
    if (device.is_cuda())
        torch::cuda::synchronize();
}

double secondsOf(const std::function<void()>& work, int repeats)
{
    if (device.is_cuda()) // its first run chooses algorithms
        work();
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < repeats; ++i) {
        await();
        const auto begin = std::chrono::steady_clock::now();
        work();
        await();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

/// FLOP/s of a 3×3 convolution from 32 to 32 channels whose tensors stay in a processor's cache.
double convolutionPeak()
{
    constexpr int kChannels = 32, kKernel = 9;
    const int side = device.is_cuda() ? 2048 : 128; // a GPU is to be busy
    const auto last = torch::MemoryFormat::ChannelsLast;
    const torch::Tensor input = torch::rand({2, kChannels, side, side}).to(device).contiguous(last);
    const torch::Tensor weight = torch::rand({kChannels, kChannels, 3, 3}).to(device).contiguous(last);
    const double operations = 2.0 * 2 * side * side * kChannels * kChannels * kKernel;
    return operations / secondsOf([&] { torch::conv2d(input, weight, {}, 1, 1); }, 40);
}

/// Multiplications of each pixel by the fusion network.
double fusionMacs(const UnfoldingOptions& options, int stages)
{
    const double w = options.width;
    const double image = 9 * (w + w * w) + 9 * 4 * w * w + 9 * 2 * w * w + 9 * (w * w / 2 + w / 2);
    const double memory = 9 * (4 + 8 + 2) * w * w;
    return stages * image + (stages - 1) * memory + 2 * 9 * (w / 2 + w * w / 4);
}

/// Multiplications of each pixel by a forward pass of the segmentation network.
double segmentationMacs(const DeepLab& network)
{
    double macs = 0;
    double stride = 1; // of the encoder so far
    for (const auto& item : network->named_modules()) {
        const auto* convolution = item.value()->as<torch::nn::Conv2d>();
        if (!convolution)
            continue;
        const bool isEncoder = item.key().find("backbone") != std::string::npos;
        const bool isPyramid = item.key().find("pyramid") != std::string::npos;
        if (item.key() == "pyramid.mean")
            continue; // of one point
        if (isEncoder)
            stride *= static_cast<double>(convolution->options.stride()->at(0));
        const double here = isEncoder || isPyramid ? stride : 4;
        macs += static_cast<double>(convolution->weight.numel()) / (here * here);
    }
    const double reduction = network->options().reduction;
    return macs / (reduction * reduction);
}

struct Table {
    double peak = 0;

    void row(const char* part, double seconds, double macs, const char* remark = "") const
    {
        const double rate = 2 * macs / seconds;
        std::printf("  %-38s %9.3f s %10.2f GMAC %8.1f GFLOP/s %5.0f %%  %s\n", part, seconds, macs / 1e9, rate / 1e9,
                    100 * rate / peak, remark);
        std::fflush(stdout);
    }
    /// Of work whose operations are not counted.
    static void time(const char* part, double seconds, const char* remark = "")
    {
        std::printf("  %-38s %9.3f s %10s      %8s         %5s    %s\n", part, seconds, "", "", "", remark);
        std::fflush(stdout);
    }
};

std::string ratio(double slow, double fast)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.1f times faster than naive", slow / fast);
    return text;
}

torch::Tensor scene(int height, int width, int seed)
{
    torch::manual_seed(seed);
    const torch::Tensor coarse = torch::rand({1, 1, 12, 16});
    return (torch::upsample_bicubic2d(coarse, {height, width}, false) + 0.03 * torch::rand({1, 1, height, width}))
        .clamp(0, 1)
        .to(device);
}

/// Regions of eight classes in blocks, so that all models and sizes attribute equally many.
torch::Tensor blocks(int height, int width, int classes)
{
    const torch::Tensor rows = (torch::arange(height) * 3).floor_divide(height);
    const torch::Tensor columns = (torch::arange(width) * 3).floor_divide(width);
    return ((rows.view({1, -1, 1}) * 3 + columns.view({1, 1, -1})).clamp_max(8).remainder(classes - 1) + 1).to(device);
}

void naiveAttribution(DeepLab& network, const torch::Tensor& regions, const torch::Tensor& infrared,
                      const torch::Tensor& visible, int classes)
{
    const torch::AutoGradMode withGradient(true);
    for (const torch::Tensor& source : {infrared, visible})
        for (int c = 1; c < classes; ++c) {
            const torch::Tensor mask = (regions == c).to(torch::kFloat32);
            const double pixels = mask.sum().item<double>();
            if (pixels == 0)
                continue;
            torch::Tensor sum = torch::zeros_like(source);
            for (int j = 1; j <= kNaiveSteps; ++j) {
                const torch::Tensor input = (source * j / kNaiveSteps).detach().requires_grad_(true);
                const torch::Tensor score = (network->forward(input).select(1, c) * mask).sum() / pixels;
                sum += torch::autograd::grad({score}, {input})[0] * source / kNaiveSteps;
            }
        }
}

/// Regions in blocks of as many classes as are wanted, 1 to 8.
torch::Tensor regionsOf(int height, int width, int classes, int wanted)
{
    return (blocks(height, width, classes) - 1).remainder(wanted) + 1;
}

#ifndef DUOSCOPE_NETWORKS_ONLY
cv::Mat bytes(const torch::Tensor& picture)
{
    const torch::Tensor values = (picture.squeeze() * 255).round().to(torch::kUInt8).contiguous();
    return cv::Mat(static_cast<int>(values.size(0)), static_cast<int>(values.size(1)), CV_8UC1, values.data_ptr())
        .clone();
}

void benchMetrics(const torch::Tensor& infrared, const torch::Tensor& visible)
{
    const MetricImages images(bytes((infrared + visible) / 2), bytes(infrared), bytes(visible));
    const auto six = [&] {
        for (const std::string& name : paperTableMetrics())
            evaluateMetric(images, name, MetricConvention::Paper);
    };
    Table::time("metrics, the paper's six", secondsOf(six, 1));
}
#endif

/// As the programs load it.
Model loadPrepared(const std::string& file)
{
    Model model = loadModel(file);
    model.prepareForInference();
    model.fusion->to(device);
    model.segmentation->to(device);
    return model;
}

/// A forward and a backward pass of the fusion network, which is most of a training step: batch 8, 128 x 128.
void benchTraining(const std::string& file, const Table& table)
{
    Model model = loadPrepared(file);
    for (const torch::Tensor& parameter : model.fusion->parameters())
        parameter.requires_grad_(true);
    const GuidedFusion guided(model, GuidanceOptions::forModel(model));
    constexpr int kSide = 128, kBatch = 8;
    const torch::Tensor infrared = scene(kSide, kSide, 1).repeat({kBatch, 1, 1, 1});
    const torch::Tensor visible = scene(kSide, kSide, 2).repeat({kBatch, 1, 1, 1});
    const int classes = model.segmentation->options().classes;
    const FusionStart start =
        guided.prepareFor(blocks(kSide, kSide, classes).repeat({kBatch, 1, 1}), infrared, visible, {});
    const torch::Tensor weight = paintClasses(start.classWeights.infraredWeight, start.classWeights.regions);
    const int stages = model.fusion->options().stages;
    const double pixels = static_cast<double>(kBatch) * kSide * kSide;
    const auto step = [&] {
        FusionState state = guided.initialState(start);
        for (int k = 0; k < stages; ++k)
            guided.advance(state, start, weight, {});
        state.image.square().mean().backward();
    };
    const double attention =
        2.0 * (stages - 1) * segmentationMacs(model.segmentation) * guided.options().pathSegment.steps;
    std::printf("training, a batch of %d crops of %d x %d\n", kBatch, kSide, kSide);
    table.row("stages with attention, and back", secondsOf(step, 2),
              (3 * fusionMacs(model.fusion->options(), stages) + attention) * pixels);
}

/// In tiles, with guidance on means of n x n pixels. Seconds of the whole fusion.
double benchTiled(const GuidedFusion& guided, double macsPerPixel, const torch::Tensor& infrared,
                  const torch::Tensor& visible, const Table& table)
{
    const auto height = static_cast<double>(infrared.size(2)), width = static_cast<double>(infrared.size(3));
    const int stages = guided.model().fusion->options().stages;
    const int factor = static_cast<int>(std::ceil(std::sqrt(height * width / kLargestWhole)));
    const TiledFusion tiles(guided, infrared.cpu(), visible.cpu(), kTile, stages, device);
    ReducedGuidance guidance;
    GuidanceStages guides;
    const double guiding = secondsOf(
        [&] {
            guidance = tiles.guidance(factor, {});
            guides = tiles.guidanceStages(guidance, guidance.start.classWeights.infraredWeight, {});
        },
        1);
    const std::string what = "guidance on means of " + std::to_string(factor) + " x " + std::to_string(factor);
    Table::time(what.c_str(), guiding);
    const double fusing = secondsOf(
        [&] {
            for (std::int64_t y = 0; y < tiles.rows().count(); ++y)
                for (std::int64_t x = 0; x < tiles.columns().count(); ++x)
                    tiles.fuse(y, x, guidance, guides, guidance.start.classWeights.infraredWeight, {});
        },
        1);
    table.row("stages in tiles", fusing, macsPerPixel * height * width, "halos are not counted");
    Table::time("whole fusion in tiles", guiding + fusing);
    return guiding + fusing;
}

/// Seconds, for their growth with pixels.
struct SizeTimes {
    double pixels = 0;
    double attribution = 0; ///< of classes; 0 where it is of a smaller picture
    double whole = 0;
};

/// What a fusion of one size costs.
SizeTimes benchSize(const std::string& file, int height, int width, const Table& table)
{
    const double pixels = static_cast<double>(height) * width;
    std::printf("%d x %d\n", width, height);
    Model naive = loadModel(file);
    naive.segmentation->to(device);
    naive.segmentation->eval();
    for (torch::Tensor& parameter : naive.segmentation->parameters())
        parameter.requires_grad_(false);
    Model model = loadPrepared(file);
    const GuidanceOptions options = GuidanceOptions::forModel(model);
    const int classes = model.segmentation->options().classes;
    const double forward = segmentationMacs(model.segmentation) * pixels;
    const int stages = model.fusion->options().stages;
    const double perPixel = fusionMacs(model.fusion->options(), stages);
    const torch::NoGradGuard noGradient;
    const torch::Tensor infrared = scene(height, width, 1), visible = scene(height, width, 2);
    const GuidedFusion guided(model, options);
#ifndef DUOSCOPE_NETWORKS_ONLY
    benchMetrics(infrared, visible);
#endif
    if (pixels > kLargestWhole) {
        return {pixels, 0, benchTiled(guided, perPixel, infrared, visible, table)};
    }
    const torch::Tensor regions = blocks(height, width, classes);
    const auto present = static_cast<double>(std::get<0>(at::_unique(regions)).numel());
    const int repeats = pixels < 1e6 ? 3 : 1;

    const auto passes = [&](double nodes, double backward) { return nodes * (1 + backward) * forward; };
    const double slow = secondsOf([&] { naiveAttribution(naive.segmentation, regions, infrared, visible, classes); },
                                  pixels < 2e5 ? 2 : 1);
    table.row("class attribution, naive", slow, passes(2 * kNaiveSteps * present, 1));
    const ScoreFunction scores{[&](const torch::Tensor& image) { return model.segmentation->coarse(image); },
                               [&](const torch::Tensor& weights) { return model.segmentation->gather(weights); }};
    const ClassSlopes slopes =
        device.is_cuda() ? classSlopesOf(scores) : classSlopesOf(model.segmentation); // as GuidedFusion
    const auto attribute = [&](const torch::Tensor& of, AttributionKind kind, const Quadrature& quadrature) {
        ClassWeightOptions changed = options.classWeights;
        changed.kind = kind;
        changed.quadrature = quadrature;
        return secondsOf([&] { attributeClasses(scores, slopes, of, classes, infrared, visible, changed, {}); },
                         repeats);
    };
    const auto nodes = [](const Quadrature& quadrature) {
        return 2.0 * static_cast<double>(quadrature.nodes().size());
    };
    const Quadrature coarse{QuadratureRule::Midpoint, 2};
    const double two = attribute(regions, AttributionKind::Exact, coarse);
    table.row("class attribution, exact, midpoint 2", two, passes(nodes(coarse), present) + 3 * forward,
              ratio(slow, two).c_str());
    const Quadrature best = ClassWeightOptions().quadrature;
    const double exact = attribute(regions, AttributionKind::Exact, best);
    table.row("class attribution, exact, default", exact, passes(nodes(best), present) + 3 * forward,
              ratio(slow, exact).c_str());
    for (const int some : {1, 4}) {
        const std::string part = "  with " + std::to_string(some) + (some == 1 ? " class" : " classes");
        table.row(part.c_str(), attribute(regionsOf(height, width, classes, some), AttributionKind::Exact, best),
                  passes(nodes(best), some) + 3 * forward);
    }
    const double fast = attribute(regions, AttributionKind::Fast, best);
    table.row("class attribution, fast", fast, 3 * forward, ratio(slow, fast).c_str());
    const double segmentation = secondsOf([&] { guided.scores(infrared, {}); }, repeats);
    table.row("segmentation", segmentation, forward);

    const FusionStart start = guided.prepareFor(regions, infrared, visible, {});
    const torch::Tensor weight = paintClasses(start.classWeights.infraredWeight, regions);
    const auto loop = [&](const GuidedFusion& fusion, int last) {
        FusionState state = fusion.initialState(start);
        for (int k = 0; k < last; ++k)
            fusion.advance(state, start, weight, {});
        return state.image;
    };
    GuidanceOptions bare = options;
    bare.attribution = false;
    const GuidedFusion withoutAttention(model, bare);
    table.row("stages without attention", secondsOf([&] { loop(withoutAttention, stages); }, repeats),
              perPixel * pixels);
    const double attention = 2.0 * (stages - 1) * forward * options.pathSegment.steps;
    const double stagesTime = secondsOf([&] { loop(guided, stages); }, repeats);
    table.row("stages with attention", stagesTime, perPixel * pixels + attention);
    for (const int last : {1, 3})
        if (last < stages)
            Table::time(("  the first " + std::to_string(last)).c_str(),
                        secondsOf([&] { loop(guided, last); }, repeats));
    if (hasHalfPrecision(device)) {
        Model rounded = loadPrepared(file);
        rounded.fusion->computeInHalfPrecision(halfPrecisionOn(device));
        const GuidedFusion half(rounded, options);
        const torch::Tensor error = (loop(half, stages) - loop(guided, stages)).abs() * 255;
        char note[80];
        std::snprintf(note, sizeof note, "differ by %.2f of 255, at most %.2f", error.mean().item<double>(),
                      error.max().item<double>());
        table.row("  in half precision", secondsOf([&] { loop(half, stages); }, repeats), perPixel * pixels + attention,
                  note);
    }
    table.row("whole fusion, exact", segmentation + exact + stagesTime,
              passes(nodes(best), present) + 4 * forward + perPixel * pixels + attention);
    return {pixels, exact, segmentation + exact + stagesTime};
}

void tellGrowth(const char* part, double less, double more, double pixels)
{
    if (less > 0 && more > 0)
        std::printf("  %s grows as pixels to the power of %.2f\n", part, std::log(more / less) / std::log(pixels));
}

/// Everything a fusion computes from the sources and regions that are given, or where none are, from its own.
NamedTensors resultsOf(const std::string& file, int height, int width, const NamedTensors& given)
{
    const torch::NoGradGuard noGradient;
    Model model = loadPrepared(file);
    const GuidedFusion guided(model, GuidanceOptions::forModel(model));
    const auto source = [&](const char* name, int seed) {
        return given.empty() ? scene(height, width, seed) : given.at(name).to(device);
    };
    const torch::Tensor infrared = source("infrared", 1), visible = source("visible", 2);
    const FusionStart start = given.empty() ? guided.prepare(infrared, visible, {})
                                            : guided.prepareFor(given.at("regions").to(device), infrared, visible, {});
    const ClassWeights& classes = start.classWeights;
    NamedTensors results{
        {"infrared", infrared}, {"visible", visible}, {"regions", classes.regions}, {"w1", classes.infraredWeight}};
    const torch::Tensor weight = paintClasses(classes.infraredWeight, classes.regions);
    FusionState state = guided.initialState(start);
    while (state.k < model.fusion->options().stages) {
        guided.advance(state, start, weight, {});
        results["f_" + std::to_string(state.k)] = state.image;
    }
    for (auto& [name, tensor] : results)
        tensor = tensor.cpu().contiguous();
    return results;
}

/// Keeps the results in a file, or where it is there says how far they are from those in it, of another device maybe.
void keepOrCompare(const std::string& model, const std::string& file, int height, int width)
{
    if (!std::filesystem::exists(file)) {
        WeightFile content;
        content.tensors = resultsOf(model, height, width, {});
        writeSafetensors(file, content);
        std::printf("results of %d x %d kept in %s\n", width, height, file.c_str());
        return;
    }
    const NamedTensors kept = readSafetensors(file).tensors;
    std::printf("largest differences from %s:", file.c_str());
    for (const auto& [name, tensor] : resultsOf(model, height, width, kept))
        std::printf(" %s %.2g", name.c_str(), (tensor - kept.at(name)).abs().max().item<double>());
    std::printf("\n");
}

} // namespace

int main(int count, char** arguments)
{
    if (count < 2) {
        std::fprintf(stderr, "duoscope-bench MODEL [THREADS|cuda [RESULTS.safetensors] [WIDTHxHEIGHT...]]\n");
        return 2;
    }
    keepFreedMemory(); // as the programs do
    const bool onGpu = count > 2 && std::string_view(arguments[2]) == "cuda";
    device = computeDevice(onGpu ? "cuda" : "cpu", count > 2 && !onGpu ? std::atoi(arguments[2]) : 0);
    std::vector<std::pair<int, int>> sizes;
    std::string results;
    for (int i = 3; i < count; ++i) {
        if (std::string_view(arguments[i]).ends_with(".safetensors"))
            results = arguments[i];
        int width = 0, height = 0;
        if (std::sscanf(arguments[i], "%dx%d", &width, &height) == 2)
            sizes.emplace_back(width, height);
    }
    if (sizes.empty())
        sizes = {{256, 256}, {640, 480}, {1280, 1024}, {4000, 3000}};
    if (!results.empty()) {
        keepOrCompare(arguments[1], results, sizes.front().second, sizes.front().first);
        return 0;
    }
    Table table;
    table.peak = convolutionPeak();
    std::printf("convolution peak %.1f GFLOP/s with %d threads\n", table.peak / 1e9, torch::get_num_threads());
    std::vector<SizeTimes> times;
    for (const auto& [width, height] : sizes) {
        times.push_back(benchSize(arguments[1], height, width, table));
        if (times.size() < 2)
            continue;
        const SizeTimes &first = times.front(), &before = *(times.end() - 2), &last = times.back();
        tellGrowth("class attribution", before.attribution, last.attribution, last.pixels / before.pixels);
        tellGrowth("whole fusion", before.whole, last.whole, last.pixels / before.pixels);
        if (times.size() > 2)
            tellGrowth("  from the first size", first.whole, last.whole, last.pixels / first.pixels);
    }
    benchTraining(arguments[1], table);
    return 0;
}
