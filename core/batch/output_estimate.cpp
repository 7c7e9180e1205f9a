// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/output_estimate.h"

namespace duoscope {
namespace {

// Bytes a pixel. PNG packs scenes of streets to about 0.6 of gray and of three colours; segmentations to little.
constexpr double kGray = 0.6;
constexpr double kColour = 1.8;
constexpr double kSegmentation = 0.05;
constexpr double kMatrix = 4;          // .npy holds 32 bits
constexpr std::int64_t kRecord = 4096; // bytes of an item's JSON
constexpr int kUsualStages = 5;

/// Bytes a pixel of one method's trace.
double traceBytes(const BatchMethod& method)
{
    const MethodInfo* info = findMethod(method.name);
    const bool hasStages = info && info->hasEquations;
    const int stages = method.options.stages > 0 ? method.options.stages : kUsualStages;
    // f_0 … f_K, A_1 … A_K, w1, regions and three segmentations; else the one picture.
    const int matrices = hasStages ? (stages + 1) + stages + 5 : 1;
    return kMatrix * matrices + kGray + kColour;
}

} // namespace

OutputEstimate estimateOutput(const BatchPlan& plan, const BatchRequest& request)
{
    OutputEstimate estimate;
    double pixels = 0, items = 0;
    for (std::size_t i = 0; i < plan.items.size(); ++i)
        if (request.shard.holds(i) && !plan.items[i].willFail()) {
            pixels += static_cast<double>(plan.items[i].visibleOutline.pixels());
            ++items;
        }
    double perPixel = 0, trace = 0;
    for (const BatchMethod& method : request.methods) {
        trace += traceBytes(method);
        perPixel += (request.outputs.gray ? kGray : 0) + (request.outputs.colour ? kColour : 0) +
                    (request.outputs.segmentation ? kSegmentation : 0);
    }
    if (items > 0)
        estimate.tracePerPair = static_cast<std::int64_t>(trace * pixels / items);
    perPixel += request.outputs.trace ? trace : 0;
    estimate.bytes = static_cast<std::int64_t>(perPixel * pixels) +
                     static_cast<std::int64_t>(items) * kRecord * static_cast<std::int64_t>(request.methods.size());
    return estimate;
}

} // namespace duoscope
