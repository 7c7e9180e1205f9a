// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"

#include <functional>
#include <utility>
#include <vector>

namespace duoscope {

/// What such a method gives.
struct SingleStage {
    SingleStage(cv::Mat image) : fused(std::move(image)) {} // by most methods this alone

    cv::Mat fused;                  ///< CV_32FC1 in [0,1] of the pair's size
    std::vector<NamedLayer> extras; ///< see FusionTrace
    bool keepsColour = true;        ///< the result has the sources' colours; else it is gray alone
};

/// Fuses the luminance of a pair. Throws Error and Cancelled.
using PairFusion = std::function<SingleStage(const ImagePair& pair, const JobControl& job)>;

/// A run of a method without stages and class weights: stage 0 is what it gives.
/// @param provenance  of its traces, but for Duoscope and the libraries that every method uses
/// @param stretch     map the result's smallest and largest value to 0 and 1
std::unique_ptr<FusionRun> makeSingleStageRun(Provenance provenance, PairFusion fuse, bool stretch, ImagePair pair);

} // namespace duoscope
