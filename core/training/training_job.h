// SPDX-License-Identifier: GPL-3.0-or-later
// Free of LibTorch's headers, for programs.
#pragma once

#include "core/base/job.h"
#include "core/training/training_options.h"

#include <filesystem>
#include <string>

namespace duoscope {

/// Where a training reads and writes.
struct TrainingPlaces {
    std::filesystem::path data; ///< written by duoscope-cli pack
    /// Folder; receives checkpoint.safetensors and, as it stands then, model.safetensors; losses_*.csv and
    /// validation_*.csv.
    std::filesystem::path output;
    std::filesystem::path start;             ///< model whose weights to begin with; empty for random ones
    std::filesystem::path segmentationStart; ///< model of which the segmentation network alone is taken
    bool resume = false;                     ///< go on from output's checkpoint, with its options
};

/// Trains a model, or goes on with it.
/// @param device   auto, cpu or cuda
/// @param threads  0 for all cores
/// Throws Error where the options contradict the data, a file can't be used, or the loss is no longer finite (the last
/// checkpoint is kept). Where a stop is requested, saves a checkpoint and throws Cancelled.
void train(const TrainingOptions& options, const TrainingPlaces& places, const std::string& device, int threads,
           const JobControl& job);

} // namespace duoscope
