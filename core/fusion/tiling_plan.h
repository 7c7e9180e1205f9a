// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/types.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace duoscope {

/// How much a fusion may take.
struct TilingLimits {
    /// Bytes that the process may hold at its peak, with the program, the model and the pair; 0: what it holds now and
    /// 60 % of what is available.
    std::int64_t memory = 0;
    /// Pixels up to which class weights, regions and attention are computed at the picture's own resolution, and of the
    /// smaller pictures that they are computed on beyond; 0: 2.5 Mi, and fewer where the memory is too small for that.
    std::int64_t guidancePixels = 0;
    /// Largest side of a tile in pixels, without what is seen around it, 16 …; pictures are then fused in tiles
    /// whatever their size. 0: 768, and smaller where the memory is too small for that.
    int tile = 0;

    /// Throws Error(Usage) where a value is negative or too small to work with.
    void check() const;
};

/// A pair to fuse, and what network is to fuse it.
struct TilingTask {
    std::string name; ///< of the pair, for messages
    cv::Size size;
    int chromaPlanes = 0; ///< of both sources, 0 … 4; the result has colour where there are any
    int stages = 1;       ///< K
    int width = 32;       ///< feature channels of the unfolding network
    int classes = 16;     ///< C
    int reduction = 1;    ///< of the segmentation network; see DeepLabOptions
    int halo = 0;         ///< pixels that the network sees around a tile
    bool attribution = true;
};

/// How a pair is fused in tiles.
struct TilingPlan {
    int factor = 1;          ///< n: guidance is computed on means of n×n pixels
    int side = 0;            ///< largest side of a tile without its halo
    std::int64_t memory = 0; ///< the budget in bytes that all this keeps to
    /// What of the trace there is room for. Of the whole picture's size, 4 bytes a pixel each.
    bool keepsImages = true;        ///< f_0 … f_{K-1}
    bool keepsAttention = true;     ///< A^(1) … A^(K)
    bool keepsSegmentations = true; ///< of the sources
    bool keepsGradients = true;     ///< of the data term
};

/// Nothing for a pair that is fused whole: one that has no more pixels than guidance may have and fits the memory.
/// How fine the guidance is depends on the picture's size alone, as long as the memory allows; where that does not, a
/// warning is logged. Throws Error(Input) where not even small tiles fit, and where guidancePixels is given and does
/// not fit.
std::optional<TilingPlan> planTiling(const TilingTask& task, const TilingLimits& limits);

/// Bytes that these limits leave beside the fusion of a whole pair; negative where it does not fit.
std::int64_t roomBesideWhole(const TilingTask& task, const TilingLimits& limits);

/// Bytes that a process may hold by these limits.
std::int64_t memoryBudget(const TilingLimits& limits);

/// Throws Error(Input) where a method that works on whole pictures does not fit.
/// @param method  what it is called
/// @param reason  why it can't be fused in tiles: "its attention spans the whole picture"
/// @param bytesPerPixel  that it takes at its peak, the pair left out
void requireRoomForWhole(const std::string& method, const std::string& reason, const std::string& pair, cv::Size size,
                         std::int64_t bytesPerPixel, const TilingLimits& limits);

} // namespace duoscope
