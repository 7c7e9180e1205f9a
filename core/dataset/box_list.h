// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"
#include "core/labels/label_box.h"

#include <opencv2/core/types.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// Id of a box class in `target`, -1 where that has none; "people" and "pedestrian" count as person.
int boxClassId(const std::string& boxClass, const ClassSet& target);

/// Reads "0 person" lines: number and name. Throws Error(Input).
std::map<int, std::string> readBoxClasses(const std::filesystem::path& file);

/// Reads a YOLO text, "class cx cy w h" in a line, the four in shares of the picture.
/// @param classes   number in the file → class name; see boxClassId()
/// @param warnings  gets a sentence for the first line that is none of that, and for unknown class numbers
/// Throws Error(Input) where the file can't be read.
std::vector<LabelBox> readBoxList(const std::filesystem::path& file, cv::Size picture,
                                  const std::map<int, std::string>& classes, const ClassSet& target,
                                  std::vector<std::string>& warnings);

} // namespace duoscope
