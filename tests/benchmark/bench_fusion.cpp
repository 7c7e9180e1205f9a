// SPDX-License-Identifier: GPL-3.0-or-later
// duoscope-bench: what a fusion costs, part by part.
//   duoscope-bench MODEL [THREADS [WIDTHxHEIGHT…]]
// Each line: time, counted operations, their rate, and its share of the convolution peak measured in the same run.
// "naive" is the paper's rule as written: right sum, M = 5, class by class, step by step, source by source, with
// normalisations and the default tensor layout.
#include "core/attribution/guided_fusion.h"
#include "core/net/compute_device.h"
#include "core/net/model.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace duoscope;

namespace {

constexpr int kNaiveSteps = 5;

double secondsOf(const std::function<void()>& work, int repeats)
{
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < repeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

/// FLOP/s of a 3×3 convolution from 32 to 32 channels whose tensors stay in the cache.
double convolutionPeak()
{
    constexpr int kSide = 128, kChannels = 32, kKernel = 9;
    const auto last = torch::MemoryFormat::ChannelsLast;
    const torch::Tensor input = torch::rand({2, kChannels, kSide, kSide}).contiguous(last);
    const torch::Tensor weight = torch::rand({kChannels, kChannels, 3, 3}).contiguous(last);
    const double operations = 2.0 * 2 * kSide * kSide * kChannels * kChannels * kKernel;
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
        .clamp(0, 1);
}

/// Regions of eight classes in blocks, so that all models and sizes attribute equally many.
torch::Tensor blocks(int height, int width, int classes)
{
    const torch::Tensor rows = (torch::arange(height) * 3).floor_divide(height);
    const torch::Tensor columns = (torch::arange(width) * 3).floor_divide(width);
    return (rows.view({1, -1, 1}) * 3 + columns.view({1, 1, -1})).clamp_max(8).remainder(classes - 1) + 1;
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

void benchSize(const std::string& file, int height, int width, const Table& table)
{
    const double pixels = static_cast<double>(height) * width;
    std::printf("%d x %d\n", width, height);
    Model naive = loadModel(file);
    naive.segmentation->eval();
    for (torch::Tensor& parameter : naive.segmentation->parameters())
        parameter.requires_grad_(false);
    Model model = loadModel(file);
    GuidanceOptions options = GuidanceOptions::forModel(model);
    const int classes = model.segmentation->options().classes;
    const double forward = segmentationMacs(model.segmentation) * pixels;
    const int stages = model.fusion->options().stages;
    const double perPixel = fusionMacs(model.fusion->options(), stages);
    model.prepareForInference();
    const torch::NoGradGuard noGradient;
    const torch::Tensor infrared = scene(height, width, 1), visible = scene(height, width, 2);
    const torch::Tensor regions = blocks(height, width, classes);
    const auto present = static_cast<double>(std::get<0>(at::_unique(regions)).numel());
    const int repeats = pixels < 1e6 ? 3 : 1;

    const auto passes = [&](double nodes, double backward) { return nodes * (1 + backward) * forward; };
    const double slow = secondsOf([&] { naiveAttribution(naive.segmentation, regions, infrared, visible, classes); },
                                  pixels < 2e5 ? 2 : 1);
    table.row("class attribution, naive", slow, passes(2 * kNaiveSteps * present, 1));
    const GuidedFusion guided(model, options);
    const auto attribute = [&](AttributionKind kind, const Quadrature& quadrature) {
        GuidanceOptions changed = options;
        changed.classWeights.kind = kind;
        changed.classWeights.quadrature = quadrature;
        const GuidedFusion fusion(model, changed);
        return secondsOf([&] { fusion.prepareFor(regions, infrared, visible, {}); }, repeats);
    };
    const auto nodes = [](const Quadrature& quadrature) {
        return 2.0 * static_cast<double>(quadrature.nodes().size());
    };
    const Quadrature coarse{QuadratureRule::Midpoint, 2};
    const double two = attribute(AttributionKind::Exact, coarse);
    table.row("class attribution, exact, midpoint 2", two, passes(nodes(coarse), present) + 4 * forward,
              ratio(slow, two).c_str());
    const Quadrature best = ClassWeightOptions().quadrature;
    const double exact = attribute(AttributionKind::Exact, best);
    table.row("class attribution, exact, default", exact, passes(nodes(best), present) + 4 * forward,
              ratio(slow, exact).c_str());
    const double fast = attribute(AttributionKind::Fast, best);
    table.row("class attribution, fast", fast, 4 * forward, ratio(slow, fast).c_str());
    table.row("segmentation", secondsOf([&] { guided.scores(infrared, {}); }, repeats), forward);

    const FusionStart start = guided.prepareFor(regions, infrared, visible, {});
    const torch::Tensor weight = paintClasses(start.classWeights.infraredWeight, regions);
    const auto loop = [&](const GuidedFusion& fusion) {
        FusionState state = fusion.initialState(start);
        for (int k = 0; k < stages; ++k)
            fusion.advance(state, start, weight, {});
    };
    GuidanceOptions bare = options;
    bare.attribution = false;
    const GuidedFusion withoutAttention(model, bare);
    table.row("stages without attention", secondsOf([&] { loop(withoutAttention); }, repeats), perPixel * pixels);
    const double attention = 2.0 * (stages - 1) * forward * options.pathSegment.steps;
    const double stagesTime = secondsOf([&] { loop(guided); }, repeats);
    table.row("stages with attention", stagesTime, perPixel * pixels + attention);
    table.row("whole fusion, exact", exact + stagesTime,
              passes(nodes(best), present) + 4 * forward + perPixel * pixels + attention);
}

} // namespace

int main(int count, char** arguments)
{
    if (count < 2) {
        std::fprintf(stderr, "duoscope-bench MODEL [THREADS [WIDTHxHEIGHT...]]\n");
        return 2;
    }
    computeDevice("cpu", count > 2 ? std::atoi(arguments[2]) : 0);
    Table table;
    table.peak = convolutionPeak();
    std::printf("convolution peak %.1f GFLOP/s with %d threads\n", table.peak / 1e9, torch::get_num_threads());
    std::vector<std::pair<int, int>> sizes;
    for (int i = 3; i < count; ++i) {
        int width = 0, height = 0;
        if (std::sscanf(arguments[i], "%dx%d", &width, &height) == 2)
            sizes.emplace_back(width, height);
    }
    if (sizes.empty())
        sizes = {{256, 256}, {640, 480}, {1280, 1024}};
    for (const auto& [width, height] : sizes)
        benchSize(arguments[1], height, width, table);
    return 0;
}
