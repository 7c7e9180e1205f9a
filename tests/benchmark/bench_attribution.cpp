// SPDX-License-Identifier: GPL-3.0-or-later
// How far class weights by cheaper rules are from a fine quadrature.
//   bench_attribution MODEL INFRARED_DIR VISIBLE_DIR PAIRS LONGEST_SIDE STEPS
// The last PAIRS files by name, made smaller to LONGEST_SIDE; STEPS midpoints are the reference. An error is the mean
// over pixels of |w1 - reference|; passes are counted in forward passes, a backward pass as 1.2 of them. Then how far
// pictures that are fused with fast weights are from those with exact ones.
#include "core/attribution/guided_fusion.h"
#include "core/net/compute_device.h"
#include "core/net/model.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

using namespace duoscope;
namespace fs = std::filesystem;

namespace {

torch::Tensor read(const fs::path& file, int longest)
{
    cv::Mat image = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
    if (image.empty()) {
        std::fprintf(stderr, "cannot read %s\n", file.c_str());
        std::exit(1);
    }
    const double scale = std::min(1.0, static_cast<double>(longest) / std::max(image.rows, image.cols));
    if (scale < 1)
        cv::resize(image, image, {}, scale, scale, cv::INTER_AREA);
    return torch::from_blob(image.data, {1, 1, image.rows, image.cols}, torch::kUInt8).to(torch::kFloat32) / 255;
}

struct Rule {
    const char* name;
    AttributionKind kind;
    Quadrature quadrature;
    double error = 0, largest = 0;
};

} // namespace

int main(int count, char** arguments)
{
    if (count != 7)
        return std::fprintf(stderr, "MODEL INFRARED_DIR VISIBLE_DIR PAIRS LONGEST_SIDE STEPS\n"), 2;
    computeDevice("cpu", 0);
    Model model = loadModel(arguments[1]);
    GuidanceOptions options = GuidanceOptions::forModel(model);
    const int classes = model.segmentation->options().classes;
    model.prepareForInference();
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(arguments[2]))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    const auto pairs = std::min(files.size(), static_cast<std::size_t>(std::atoi(arguments[4])));
    files.erase(files.begin(), files.end() - static_cast<std::ptrdiff_t>(pairs));

    using enum QuadratureRule;
    constexpr AttributionKind exact = AttributionKind::Exact;
    std::vector<Rule> rules{{"right 5 (naive)", exact, {Right, 5}},
                            {"midpoint 1", exact, {Midpoint, 1}},
                            {"midpoint 1 completed 0.5", exact, {Midpoint, 1, 1, 0.5}},
                            {"midpoint 2", exact, {Midpoint, 2}},
                            {"midpoint 2 completed 0.5", exact, {Midpoint, 2, 1, 0.5}},
                            {"midpoint 2 graded 2", exact, {Midpoint, 2, 2}},
                            {"  completed 0.25", exact, {Midpoint, 2, 2, 0.25}},
                            {"  completed 0.5", exact, {Midpoint, 2, 2, 0.5}},
                            {"  completed 0.75", exact, {Midpoint, 2, 2, 0.75}},
                            {"midpoint 2 graded 3", exact, {Midpoint, 2, 3}},
                            {"  completed 0.5 (default)", exact, {Midpoint, 2, 3, 0.5}},
                            {"midpoint 4 graded 2", exact, {Midpoint, 4, 2}},
                            {"  completed 0.5", exact, {Midpoint, 4, 2, 0.5}},
                            {"fast", AttributionKind::Fast, {}}};
    double half = 0, present = 0, difference = 0, largestDifference = 0;
    const torch::NoGradGuard noGradient;
    for (const fs::path& file : files) {
        const int longest = std::atoi(arguments[5]);
        const torch::Tensor infrared = read(file, longest);
        const torch::Tensor visible = read(fs::path(arguments[3]) / file.filename(), longest);
        const GuidedFusion fusion(model, options);
        const torch::Tensor regions = largestClass(fusion.scores((infrared + visible) / 2, {}));
        const auto startOf = [&](AttributionKind kind, const Quadrature& quadrature) {
            GuidanceOptions changed = options;
            changed.classWeights.kind = kind;
            changed.classWeights.quadrature = quadrature;
            return GuidedFusion(model, changed).prepareFor(regions, infrared, visible, {});
        };
        const auto weights = [&](AttributionKind kind, const Quadrature& quadrature) {
            return paintClasses(startOf(kind, quadrature).classWeights.infraredWeight, regions);
        };
        const auto fused = [&](AttributionKind kind) {
            const FusionStart start = startOf(kind, ClassWeightOptions().quadrature);
            const torch::Tensor weight = paintClasses(start.classWeights.infraredWeight, regions);
            FusionState state = fusion.initialState(start);
            while (state.k < model.fusion->options().stages)
                fusion.advance(state, start, weight, {});
            return state.image;
        };
        const torch::Tensor reference = weights(exact, {Midpoint, std::atoi(arguments[6])});
        const torch::Tensor counts = torch::one_hot(regions, classes).sum({0, 1, 2});
        present += static_cast<double>((counts > 0).sum().item<std::int64_t>());
        half += (reference - 0.5).abs().mean().item<double>();
        for (Rule& rule : rules) {
            const double error = (weights(rule.kind, rule.quadrature) - reference).abs().mean().item<double>();
            rule.error += error;
            rule.largest = std::max(rule.largest, error);
        }
        const torch::Tensor apart = (fused(AttributionKind::Fast) - fused(exact)).abs() * 255;
        difference += apart.mean().item<double>();
        largestDifference = std::max(largestDifference, apart.max().item<double>());
        std::fprintf(stderr, ".");
    }
    const auto n = static_cast<double>(files.size());
    std::printf("\n%zu pairs, reference midpoint %s, %.1f classes a picture\n%-26s %8s %8s %8s\n", files.size(),
                arguments[6], present / n, "rule", "passes", "error", "worst");
    for (const Rule& rule : rules) {
        const double passes = rule.kind == AttributionKind::Fast
                                  ? 2
                                  : 2.0 * static_cast<double>(rule.quadrature.nodes().size()) * (1 + 1.2 * present / n);
        std::printf("%-26s %8.0f %8.3f %8.3f\n", rule.name, passes, rule.error / n, rule.largest);
    }
    std::printf("%-26s %8d %8.3f\n", "constant one half", 0, half / n);
    std::printf("fused, fast and exact: %.2f of 255 apart on average, %.0f at most\n", difference / n,
                largestDifference);
    return 0;
}
