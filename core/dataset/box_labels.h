// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/box_list.h"

#include <opencv2/core/mat.hpp>

namespace duoscope {

/// Of boxes of one class that overlap by more than half of their union the first alone, in the order given.
std::vector<LabelBox> mergeBoxes(const std::vector<LabelBox>& boxes);

/// A partial label map from boxes, for pairs without pixel labels: what a box makes nearly sure of gets its class, the
/// rest of it kLabelUnknown, and what lies beyond all boxes kLabelOutsideBoxes.
///
/// - Persons are the warm part of their box where Otsu's threshold cuts one out that meets the box's middle and covers
///   20 … 85 % of it; otherwise an ellipse in the middle.
/// - Cars, trucks, buses, bicycles and motorcycles are an ellipse in the middle; other classes stay unknown.
/// - Boxes narrower than 6 or lower than 10 pixels stay unknown; small boxes lie above large ones.
///
/// @param boxes     merged
/// @param infrared  CV_8UC1, the picture the boxes belong to
/// @param target    the class set of the boxes' ids
/// @return CV_8UC1 of the same size
cv::Mat labelsFromBoxes(const std::vector<LabelBox>& boxes, const cv::Mat& infrared, const ClassSet& target);

} // namespace duoscope
