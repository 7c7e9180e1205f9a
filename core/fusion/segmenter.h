// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/quadrature.h"
#include "core/base/job.h"
#include "core/fusion/fusion_trace.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace duoscope {

/// Of what score, and how exactly, a picture is attributed.
struct ScoreAttributionOptions {
    /// -1: the mean over all pixels of the score of the class that each has in the picture's own segmentation (equation
    /// 9); else the mean of this class's score over its region there (equation 5).
    int classId = -1;
    Quadrature quadrature{QuadratureRule::Midpoint, 64, 3}; ///< of the line from the baseline to the picture
};

/// Which pixels of a picture raised its segmentation score above that of a baseline: integrated gradients.
struct ScoreAttribution {
    cv::Mat segmentation;     ///< of the picture, CV_32SC1 class ids
    std::int64_t pixels = 0;  ///< that the score is a mean of; 0 where the picture has none of the class
    cv::Mat map;              ///< CV_32FC1, signed, score per pixel; empty where pixels is 0
    double score = 0;         ///< of the picture
    double baselineScore = 0; ///< of the baseline, for the classes and regions of the picture
    double residual = 0;      ///< completeness: Σ map − (score − baselineScore)

    double change() const { return score - baselineScore; }
};

/// The segmentation network of a UAAFusion model, on its own: what the model sees in one picture, and where it sees it.
/// Immutable: any threads may use it at the same time.
class Segmenter {
public:
    /// @param model      weight file (safetensors)
    /// @param classSets  folder of the class-set files
    /// @param device     "auto", "cpu" or "cuda"
    /// @param threads    0 for all cores; holds for all of the program
    /// Throws Error(Model) where the model is missing or can't be used, and Error(Usage) as computeDevice() does.
    Segmenter(const std::filesystem::path& model, const std::filesystem::path& classSets,
              const std::string& device = "auto", int threads = 0);
    ~Segmenter();

    const ClassSet& classSet() const { return m_classSet; }
    /// Model, device, threads and versions. Its options are empty: how pictures are read is the caller's.
    const Provenance& provenance() const { return m_provenance; }

    /// The most likely class of each pixel; for the luminance of a source the same as a fusion's trace has.
    /// @param image  CV_32FC1 in [0,1], gray or luminance, at least kMinimumSide wide and high
    /// @return CV_32SC1 of the same size: ids of classSet()
    /// Throws Error(Input) where memory runs out, Error(Model) where the network's scores are not finite, and Cancelled
    /// between layers; std::invalid_argument for an image of another type.
    cv::Mat segment(const cv::Mat& image, const JobControl& job = {}) const;

    /// Attributes the picture's segmentation score to its pixels, whichever method made it.
    /// @param image, baseline  CV_32FC1 in [0,1] of one size, as for segment(); see baselineImage()
    /// Throws Error(Usage) for a class that classSet() does not have and a number of steps out of range; else as
    /// segment() does.
    ScoreAttribution explain(const cv::Mat& image, const cv::Mat& baseline, const ScoreAttributionOptions& options = {},
                             const JobControl& job = {}) const;

private:
    struct Network; // torch's headers stay out of ours
    std::unique_ptr<Network> m_network;
    ClassSet m_classSet;
    Provenance m_provenance;
};

} // namespace duoscope
