// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"

#include <opencv2/core/mat.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// Reads a label image and maps it to another class set.
///
/// One channel (or three equal ones) holds ids. Colours are matched to the palette of `stored`, the nearest entry where
/// none is equal. Ids that `stored` does not have, and classes that mapClasses() gives to the ignored one, become
/// kLabelUnknown.
/// @param warnings  gets a sentence for colours that are not in the palette, and for unknown ids other than 255
/// @return CV_8UC1: ids of `target`, or kLabelUnknown
/// Throws Error(Input) where the image can't be read or is of another kind.
cv::Mat readLabelImage(const std::filesystem::path& file, const ClassSet& stored, const ClassSet& target,
                       std::vector<std::string>& warnings);

} // namespace duoscope
