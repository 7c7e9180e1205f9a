// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"
#include "core/fusion/uaafusion_run.h"

#include <chrono>
#include <memory>
#include <vector>

namespace at {
class Tensor;
}

namespace duoscope {

struct ClassWeights;
struct FusionStart;

/// What runs of UAAFusion have in common, whether they compute pictures whole or in tiles.

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count(); }

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

/// A trace in which nothing is computed yet.
FusionTrace emptyTrace(const UaaFusionSetup& setup, ImagePair pair);

/// Classes as attribution found them, one a class of the set.
/// @param pixels  of each class, int64 [1, C]
std::vector<ClassTrace> classTraces(const ClassSet& classSet, const ClassWeights& weights, const at::Tensor& pixels);

/// w1 of each class id: ClassTrace::attributedWeight or infraredWeight.
std::vector<double> weightsOf(const FusionTrace& trace, double ClassTrace::*which);
/// The same as float32 [1, C].
at::Tensor weightTensor(const std::vector<double>& weights, const std::string& device);

/// As FusionRun::setClassWeight(), but for the map of weights.
void changeClassWeight(FusionTrace& trace, int classId, double infraredWeight);

/// Effects of class weights, computed on pictures of at most 192 pixels a side: FusionRun::preview().
class WeightPreview {
public:
    /// Computes the stages with the attributed weights. Throws Cancelled.
    /// @param start       of the pictures that are made smaller
    /// @param attributed  w1 of each class
    WeightPreview(const UaaFusionSetup& setup, const FusionStart& start, const std::vector<double>& attributed,
                  const JobControl& job);
    ~WeightPreview();

    /// The attributed result with the effect of other weights added to those of its stages that have an image.
    /// @param current  the trace whose classes have these weights
    FusionTrace show(const FusionTrace& attributed, const FusionTrace& current, const JobControl& job) const;

private:
    std::vector<cv::Mat> stages(const std::vector<double>& weights, const JobControl& job) const;

    UaaFusionSetup m_setup;
    std::unique_ptr<const FusionStart> m_start;
    std::vector<cv::Mat> m_attributed; ///< index is k
};

} // namespace duoscope
