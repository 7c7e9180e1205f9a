// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/tiling_plan.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/image/image_file.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace duoscope {
namespace {

constexpr std::int64_t kGuidancePixels = std::int64_t{5} << 19;
constexpr int kTile = 768;
constexpr int kSmallestTile = 64; // below, nearly all is halo
constexpr double kShareOfAvailable = 0.6;
constexpr double kGiB = 1024.0 * 1024 * 1024;

// Counted from the layers, and half as much again: measured, a stage holds 8 planes and segmentation 1300 bytes.
constexpr std::int64_t kFixed = 160 << 20; // libraries' scratch memory, layers' strips
constexpr std::int64_t kStagePlanes = 12;  // feature maps of the network's width that a stage holds at its widest
constexpr std::int64_t kSegmentationBytes = 2000; // of a pixel that the segmentation network sees, with its gradients
constexpr std::int64_t kScoreBytes = 24;          // of a pixel and class: scores, masks, gradients
constexpr std::int64_t kUnplanned = 20;           // this part of the budget is left to what lies between freed pieces
constexpr std::int64_t kPlane = 4;

std::string gibibytes(std::int64_t bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(bytes) / kGiB);
    return text;
}

std::string describe(cv::Size size) { return std::to_string(size.width) + " x " + std::to_string(size.height); }

std::int64_t stageBytes(const TilingTask& task) { return kPlane * kStagePlanes * task.width; }

/// Of guidance, for a pixel that it is computed on.
std::int64_t guidanceBytes(const TilingTask& task)
{
    const std::int64_t scores = kScoreBytes * task.classes;
    const std::int64_t network = task.attribution ? kSegmentationBytes : kSegmentationBytes / 4;
    return scores + stageBytes(task) + network / (task.reduction * task.reduction);
}

std::int64_t reducedPixels(cv::Size size, int factor)
{
    const auto side = [factor](int length) { return (std::int64_t{length} + factor - 1) / factor; };
    return side(size.width) * side(size.height);
}

/// Of the colour of stage 0, which is there until that of the last stage is made.
std::int64_t colourBytes(const TilingTask& task) { return task.chromaPlanes > 0 ? 3 * kPlane : 0; }

/// Of the result: merged chroma and colour, or bytes on their way into a file.
std::int64_t resultBytes(const TilingTask& task) { return task.chromaPlanes > 0 ? 5 * kPlane : 2 * kPlane; }

class Planner {
public:
    Planner(const TilingTask& task, const TilingLimits& limits)
        : m_task(task), m_limits(limits), m_budget(memoryBudget(limits)),
          m_room(m_budget - m_budget / kUnplanned - residentMemory() - kFixed),
          m_pixels(std::int64_t{task.size.width} * task.size.height)
    {
    }

    bool fitsWhole() const { return m_limits.tile == 0 && m_pixels <= wantedGuidance() && roomBesideWhole() >= 0; }
    std::int64_t roomBesideWhole() const { return m_room - wholeBytes(); }

    TilingPlan plan() const
    {
        TilingPlan plan;
        plan.memory = m_budget;
        plan.factor = factorFor(wantedGuidance());
        plan.side = sideFor();
        keepParts(plan);
        return plan;
    }

private:
    std::int64_t wantedGuidance() const
    {
        return m_limits.guidancePixels > 0 ? m_limits.guidancePixels : kGuidancePixels;
    }

    std::int64_t wholeBytes() const
    {
        const std::int64_t planes = kPlane * (4 + 3 * m_task.stages + 1);
        return m_pixels * (guidanceBytes(m_task) + planes + colourBytes(m_task) + resultBytes(m_task));
    }

    /// What a fusion in tiles holds in any case: the last image, regions, weights, one segmentation and a colour image.
    std::int64_t base() const { return (4 * kPlane + colourBytes(m_task)) * m_pixels; }

    std::int64_t tileBytes(int side) const
    {
        const auto window = [&](int length) { return std::int64_t{std::min(side + 2 * m_task.halo, length)}; };
        return window(m_task.size.width) * window(m_task.size.height) * stageBytes(m_task);
    }

    [[noreturn]] void refuse(std::int64_t needed, const std::string& remedy) const
    {
        throw Error(ErrorKind::Input, "Cannot fuse " + m_task.name,
                    "its " + describe(m_task.size) + " pixels take about " + gibibytes(m_budget - m_room + needed) +
                        " even in small tiles, and " + gibibytes(m_budget) + " may be used",
                    remedy);
    }

    int factorFor(std::int64_t wanted) const
    {
        int factor = 1;
        while (reducedPixels(m_task.size, factor) > wanted)
            ++factor;
        const int ideal = factor;
        // Guidance comes first, beside nothing but the pair.
        while (reducedPixels(m_task.size, factor) * guidanceBytes(m_task) > m_room) {
            ++factor;
            if (std::min(m_task.size.width, m_task.size.height) / factor < kMinimumSide)
                refuse(reducedPixels(m_task.size, factor) * guidanceBytes(m_task),
                       "Allow more memory, or close other programs");
        }
        if (factor == ideal)
            return factor;
        if (m_limits.guidancePixels > 0)
            throw Error(ErrorKind::Input, "Cannot fuse " + m_task.name,
                        "class weights and attention on " + std::to_string(reducedPixels(m_task.size, ideal)) +
                            " pixels take about " +
                            gibibytes(m_budget - m_room + reducedPixels(m_task.size, ideal) * guidanceBytes(m_task)) +
                            ", and " + gibibytes(m_budget) + " may be used",
                        "Ask for at most " + std::to_string(reducedPixels(m_task.size, factor)) +
                            " pixels of guidance, or allow more memory");
        spdlog::warn("{}: for want of memory, class weights and attention are computed on 1/{} of the width and height "
                     "instead of 1/{}; with more memory the result is another",
                     m_task.name, factor, ideal);
        return factor;
    }

    int sideFor() const
    {
        int side = m_limits.tile > 0 ? m_limits.tile : kTile;
        const std::int64_t rest = m_room - base();
        while (m_limits.tile == 0 && side > kSmallestTile && tileBytes(side) > rest)
            side = std::max(kSmallestTile, side * 3 / 4);
        if (const std::int64_t needed = std::max(tileBytes(side), m_pixels * resultBytes(m_task)); needed > rest)
            refuse(base() + needed, "Allow more memory, close other programs, or cut the pair into parts");
        return side;
    }

    void keepParts(TilingPlan& plan) const
    {
        std::int64_t rest = m_room - base() - std::max(tileBytes(plan.side), m_pixels * resultBytes(m_task));
        const auto keep = [&](int planes) {
            const std::int64_t bytes = kPlane * planes * m_pixels;
            const bool fits = bytes <= rest;
            rest -= fits ? bytes : 0;
            return fits;
        };
        plan.keepsImages = keep(m_task.stages);
        plan.keepsAttention = keep(m_task.stages);
        plan.keepsSegmentations = keep(2);
        plan.keepsGradients = keep(m_task.stages);
    }

    const TilingTask& m_task;
    const TilingLimits& m_limits;
    std::int64_t m_budget;
    std::int64_t m_room; ///< what may be taken beside what is held now
    std::int64_t m_pixels;
};

} // namespace

void TilingLimits::check() const
{
    constexpr int kSmallestSide = 16;
    const auto refuse = [](const std::string& why) {
        throw Error(ErrorKind::Usage, "Cannot fuse within these limits", why, "Leave it out, or choose a larger value");
    };
    if (memory < 0)
        refuse("the memory is negative");
    if (guidancePixels != 0 && guidancePixels < kMinimumSide * kMinimumSide)
        refuse("the guidance has fewer than " + std::to_string(kMinimumSide * kMinimumSide) + " pixels");
    if (tile != 0 && tile < kSmallestSide)
        refuse("a tile has a side below " + std::to_string(kSmallestSide) + " pixels");
}

std::int64_t memoryBudget(const TilingLimits& limits)
{
    if (limits.memory > 0)
        return limits.memory;
    return residentMemory() + static_cast<std::int64_t>(kShareOfAvailable * static_cast<double>(availableMemory()));
}

std::optional<TilingPlan> planTiling(const TilingTask& task, const TilingLimits& limits)
{
    if (Planner(task, limits).fitsWhole())
        return std::nullopt;
    releaseFreedMemory(); // what earlier pictures left must not count
    const Planner planner(task, limits);
    return planner.fitsWhole() ? std::nullopt : std::optional(planner.plan());
}

std::int64_t roomBesideWhole(const TilingTask& task, const TilingLimits& limits)
{
    return Planner(task, limits).roomBesideWhole();
}

void requireRoomForWhole(const std::string& method, const std::string& reason, const std::string& pair, cv::Size size,
                         std::int64_t bytesPerPixel, const TilingLimits& limits)
{
    const std::int64_t needed = residentMemory() + std::int64_t{size.width} * size.height * bytesPerPixel;
    const std::int64_t budget = memoryBudget(limits);
    if (needed > budget)
        throw Error(ErrorKind::Input, "Cannot fuse " + pair + " with " + method,
                    reason + ", so it is not fused in tiles, and its " + describe(size) + " pixels take about " +
                        gibibytes(needed) + " at once, where " + gibibytes(budget) + " may be used",
                    "Allow more memory, use a smaller picture, or uaafusion, which fuses in tiles");
}

} // namespace duoscope
