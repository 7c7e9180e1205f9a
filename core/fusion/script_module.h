// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace duoscope {

/// One entry of what a module gives back beside the fused image.
struct ScriptLayer {
    std::string name;
    std::vector<cv::Mat> channels; ///< CV_32FC1, the first kMaximumChannels; of any one size
    int channelCount = 0;          ///< of the entry itself
};

/// What a module gives back, in its own range of values and the size that it was given, or not: nothing is checked
/// but the number of dimensions.
struct ScriptResult {
    std::vector<cv::Mat> fused; ///< one or three (R, G, B) of CV_32FC1
    std::vector<ScriptLayer> layers;
};

/// A TorchScript module with forward(infrared, visible), or the reverse. Immutable: any threads may run it at the same
/// time, for each run has a copy of what the module remembers, so that no result depends on those before it.
class ScriptModule {
public:
    static constexpr int kMaximumChannels = 8; ///< kept of one layer
    static constexpr int kMaximumLayers = 32;  ///< kept of one result

    /// Loads a module; sets it to inference. What it prints from then on goes to the log.
    /// @param device  "cpu" or "cuda"
    /// Throws Error(Model) where there is no such file, it is damaged or no TorchScript module, or its forward does not
    /// take two pictures. A module is a program: it is not run here, but it can be made to harm whoever loads it.
    ScriptModule(const std::filesystem::path& file, std::string device);
    ~ScriptModule();

    /// Runs forward. It gives the fused image as [1, C, H, W], [C, H, W] or [H, W] with C = 1 or 3; or a dictionary or
    /// named tuple with that as "fused", or a tuple or list with that first. Other tensors there are layers.
    /// @param first, second  CV_32FC1 or CV_32FC3, which become [1, C, H, W]
    /// @param what           what fails where it fails: "Cannot fuse night"
    /// Throws Error(Model) where the module fails, with its own words, or gives something else.
    ScriptResult run(const cv::Mat& first, const cv::Mat& second, const std::string& what) const;

private:
    struct Loaded; // torch's headers stay out of ours
    std::unique_ptr<const Loaded> m_loaded;
};

} // namespace duoscope
