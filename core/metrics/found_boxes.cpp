// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/found_boxes.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace duoscope {
namespace {

/// The pixel that an edge is at. Packed samples hold edges as floats, so the trainer rounds floats.
int pixelOf(double edge, int largest)
{
    return static_cast<int>(std::clamp<long>(std::lround(static_cast<float>(edge)), 0, largest));
}

cv::Rect pixelsOf(const cv::Rect2d& area, cv::Size map)
{
    return {cv::Point(pixelOf(area.x, map.width), pixelOf(area.y, map.height)),
            cv::Point(pixelOf(area.x + area.width, map.width), pixelOf(area.y + area.height, map.height))};
}

} // namespace

std::map<int, BoxCount> countFoundBoxes(const cv::Mat& ids, const std::vector<LabelBox>& boxes, const BoxRule& rule)
{
    if (ids.type() != CV_8UC1 && ids.type() != CV_16UC1 && ids.type() != CV_32SC1)
        throw std::invalid_argument("label maps are 8, 16 or 32-bit integers of one channel");
    std::map<int, BoxCount> counts;
    for (const LabelBox& box : boxes) {
        if (box.classId < 0)
            continue;
        BoxCount& count = counts[box.classId];
        const cv::Rect pixels = pixelsOf(box.area, ids.size());
        if (pixels.height <= rule.tallerThan || pixels.empty())
            continue;
        ++count.boxes;
        const double inside = cv::countNonZero(ids(pixels) == box.classId);
        count.found += inside / pixels.area() >= rule.leastShare;
    }
    return counts;
}

} // namespace duoscope
