// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/fusion/fusion_trace.h"

#include <opencv2/core/mat.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace duoscope {

/// The segmentation network of a UAAFusion model, on its own: what the model sees in one picture. Immutable: any
/// threads may segment at the same time.
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

private:
    struct Network; // torch's headers stay out of ours
    std::unique_ptr<Network> m_network;
    ClassSet m_classSet;
    Provenance m_provenance;
};

} // namespace duoscope
