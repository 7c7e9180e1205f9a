// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/class_colours.h"

#include <stdexcept>

namespace duoscope {

cv::Mat colourClasses(const cv::Mat& ids, const ClassSet& classes)
{
    if (ids.type() != CV_32SC1 && ids.type() != CV_8UC1)
        throw std::invalid_argument("class ids are CV_32SC1 or CV_8UC1");
    cv::Mat wide;
    ids.convertTo(wide, CV_32S);
    cv::Mat picture(ids.size(), CV_8UC3, cv::Scalar::all(0));
    for (int y = 0; y < wide.rows; ++y)
        for (int x = 0; x < wide.cols; ++x)
            if (const int id = wide.at<int>(y, x); id >= 0 && id < classes.size()) {
                const auto& [red, green, blue] = classes.at(id).colour;
                picture.at<cv::Vec3b>(y, x) = {blue, green, red};
            }
    return picture;
}

} // namespace duoscope
