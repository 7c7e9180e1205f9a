// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/net/deeplab.h"
#include "core/training/measurement.h"
#include "core/training/packed_dataset.h"

#include <functional>
#include <string>
#include <vector>

namespace duoscope {

/// How well a segmentation network does on the samples of a source.
struct SourceQuality {
    // Against full labels, over the pixels that have a class.
    int labelled = 0;         ///< samples with such labels
    double pixelAccuracy = 0; ///< share of right pixels
    double meanIou = 0;       ///< mean intersection over union of the classes that occur in the labels
    std::vector<double> iou;  ///< by class id; NaN where the class does not occur
    // Against boxes of persons that are taller than 40 pixels.
    int personBoxes = 0;
    double personRecall = 0; ///< share of them whose area holds at least 20 % pixels that were taken for persons

    /// What there is of these, each name after the prefix.
    std::vector<Measurement> measurements(const std::string& prefix, const PackedDataset& dataset) const;
};

/// What the network is shown of a sample: [H, W] in [0, 1]; an undefined tensor leaves the sample out.
using PictureOf = std::function<torch::Tensor(const PackedSample&)>;

torch::Tensor infraredOf(const PackedSample& sample);        ///< undefined where there is none
torch::Tensor visibleOf(const PackedSample& sample);         ///< undefined where there is none
torch::Tensor invertedVisibleOf(const PackedSample& sample); ///< 1 − visible

/// Class of each pixel, uint8 [H, W]; the ignored class is never given. In evaluation mode, on the network's device.
torch::Tensor segment(DeepLab network, const torch::Tensor& picture, int ignoredClass, const std::stop_token& stop);

/// Shows the network one picture of each sample, at full size.
/// @param limit  so many samples, evenly chosen; 0 for all
SourceQuality measureSource(DeepLab network, const PackedDataset& dataset, const PackedSource& source,
                            const PictureOf& picture, int limit, const JobControl& job);

/// All validation sources in infrared, visible and inverted visible pictures.
std::vector<Measurement> validateSegmentation(DeepLab network, const PackedDataset& dataset, int limit,
                                              const JobControl& job);

} // namespace duoscope
