// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/box_list.h"
#include "core/dataset/dataset_layout.h"

#include <opencv2/core/mat.hpp>

namespace duoscope {

/// One scene in memory. All matrices are CV_8UC1 of one size, or empty where the data set has none.
struct Sample {
    cv::Mat infrared;                  ///< luminance
    cv::Mat visible;                   ///< luminance, Y of BT.601
    cv::Mat label;                     ///< ids of the target class set, kLabelUnknown or kLabelOutsideBoxes
    std::vector<LabelBox> boxes;       ///< of the list "fusion", or of all lists together
    std::vector<std::string> warnings; ///< sentences
};

/// Which class sets the labels of a data set are in and shall be in.
struct LabelClasses {
    ClassSet stored;                       ///< of the label images
    std::map<int, std::string> boxClasses; ///< of the box lists
    ClassSet target;
};

/// Reads one sample. Eight-bit images keep their values; deeper ones take the automatic range of loadSource(). Where
/// there are boxes and no label image, the label is that of labelsFromBoxes().
/// Throws Error(Input) where a file can't be read or the sizes differ.
Sample readSample(const SampleFiles& files, const LabelClasses& classes);

} // namespace duoscope
