// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/label_box.h"

#include <opencv2/core/mat.hpp>

#include <map>
#include <vector>

namespace duoscope {

/// When a segmentation counts as having found the object in a box; by default the rule of the trainer's person_recall
/// (core/training/segmentation_validation.h).
struct BoxRule {
    int tallerThan = 40;      ///< pixels; a box of that height or less is not looked at
    double leastShare = 0.20; ///< of the box's pixels that are of its class, in [0,1]: so much is enough
};

/// Boxes of one class.
struct BoxCount {
    int boxes = 0; ///< that are tall enough
    int found = 0; ///< of these, those whose area holds enough pixels of the class

    bool operator==(const BoxCount&) const = default;
};

/// Counts the boxes of each class that one label map finds. Edges are rounded to the nearest pixel, halves away from
/// zero, and cut to the map; what has no pixel then is not looked at.
/// @param ids    class ids, CV_8UC1, CV_16UC1 or CV_32SC1; std::invalid_argument otherwise
/// @param boxes  in pixels of the map; those without a class (-1) are passed over
/// @return by class id: each class that a box has, with zeros where none of its boxes is tall enough
/// Any thread.
std::map<int, BoxCount> countFoundBoxes(const cv::Mat& ids, const std::vector<LabelBox>& boxes,
                                        const BoxRule& rule = {});

} // namespace duoscope
