// SPDX-License-Identifier: GPL-3.0-or-later
// Free of LibTorch's headers, for programs.
#pragma once

#include "core/base/job.h"
#include "core/training/measurement.h"

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// What to measure of a model.
struct ValidationRequest {
    std::filesystem::path model;
    std::filesystem::path data; ///< written by duoscope-cli pack; its validation samples are used
    int limit = 0;              ///< samples of a source; 0 for all
    int effectLimit = 4;        ///< pairs of a source on which the effect of weights is measured
    bool fuse = true;           ///< false: the segmentation network alone
    std::string device = "auto";
    int threads = 0; ///< 0 for all cores
};

/// Measures a model on validation samples at full size. Names are "source what measure", as in
///   "camvid visible mean_iou", "camvid inverted pixel_accuracy"   against full labels
///   "msrs fused person_recall"       share of boxes of persons, taller than 40 pixels, that hold at least 20 % person
///   "msrs fused intensity", "msrs fused gradient"   L_int and L_grad of equation 17
///   "msrs night w1 person"           mean w1 of a class over the pairs where its region has 64 pixels or more; a pair
///                                    is of the night where its visible picture's mean is below 0.2
///   "msrs effect person"             mean |change| of the fused picture in a class's region, in 1/255, between w1 = 1
///                                    and w1 = 0
/// Throws Error and Cancelled.
std::vector<Measurement> validateModel(const ValidationRequest& request, const JobControl& job);

} // namespace duoscope
