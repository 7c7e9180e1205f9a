// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/box_labels.h"

#include "core/labels/label_values.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

constexpr double kSameObjectOverlap = 0.5; // intersection over union
constexpr double kLeastWidth = 6, kLeastHeight = 10;
constexpr double kMargin = 3;                        // pixels around a box of which nothing is known
constexpr double kSurroundings = 0.25;               // by how much a box grows for the threshold's sample
constexpr double kLeastWarm = 0.2, kMostWarm = 0.85; // share of a person's box
constexpr double kLeastContrast = 12;                // gray levels between the warm part and the rest of the sample

/// The part of a box that a class surely covers: axes of an ellipse in its middle, in shares of the box.
struct Core {
    double width = 0, height = 0;
};

Core coreOf(const std::string& className)
{
    if (className == "person")
        return {0.45, 0.8};
    if (className == "car" || className == "truck" || className == "bus")
        return {0.8, 0.75};
    if (className == "bicycle" || className == "motorcycle")
        return {0.5, 0.5};
    return {};
}

cv::Rect pixelsOf(const cv::Rect2d& area, cv::Size picture)
{
    const cv::Point first(static_cast<int>(std::floor(area.x + 0.5)), static_cast<int>(std::floor(area.y + 0.5)));
    const cv::Point last(static_cast<int>(std::floor(area.br().x + 0.5)),
                         static_cast<int>(std::floor(area.br().y + 0.5)));
    return cv::Rect(first, last) & cv::Rect({0, 0}, picture);
}

cv::Rect2d grown(const cv::Rect2d& area, double x, double y)
{
    return {area.x - x, area.y - y, area.width + 2 * x, area.height + 2 * y};
}

/// CV_8UC1 of the box's size, 255 where the warm body is; empty where none stands out.
cv::Mat warmBody(const cv::Mat& infrared, const cv::Rect2d& area)
{
    const cv::Rect box = pixelsOf(area, infrared.size());
    const cv::Mat sample = infrared(
        pixelsOf(grown(area, area.width * kSurroundings / 2, area.height * kSurroundings / 2), infrared.size()));
    cv::Mat ofSample;
    const double threshold = cv::threshold(sample, ofSample, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    const double contrast = cv::mean(sample, ofSample)[0] - cv::mean(sample, ~ofSample)[0];
    if (cv::countNonZero(ofSample) == 0 || contrast < kLeastContrast)
        return {};
    cv::Mat parts;
    const int count = cv::connectedComponents(infrared(box) > threshold, parts, 8, CV_32S);
    const cv::Rect middle(box.width / 3, box.height / 3, std::max(1, box.width / 3), std::max(1, box.height / 3));
    int best = 0, mostShared = 0;
    for (int part = 1; part < count; ++part)
        if (const int shared = cv::countNonZero(parts(middle) == part); shared > mostShared) {
            best = part;
            mostShared = shared;
        }
    if (best == 0)
        return {};
    cv::Mat body = parts == best;
    const double share = static_cast<double>(cv::countNonZero(body)) / box.area();
    return share >= kLeastWarm && share <= kMostWarm ? body : cv::Mat();
}

/// CV_8UC1 of the box's size, 255 inside the ellipse.
cv::Mat ellipseOf(cv::Size size, Core core)
{
    cv::Mat inside(size, CV_8UC1, cv::Scalar(0));
    if (core.width <= 0)
        return inside;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const double dx = ((x + 0.5) / size.width - 0.5) * 2 / core.width;
            const double dy = ((y + 0.5) / size.height - 0.5) * 2 / core.height;
            inside.at<std::uint8_t>(y, x) = dx * dx + dy * dy <= 1 ? 255 : 0;
        }
    return inside;
}

void draw(const LabelBox& box, const cv::Mat& infrared, const ClassSet& target, cv::Mat& labels)
{
    const cv::Rect pixels = pixelsOf(box.area, labels.size());
    if (pixels.empty())
        return;
    cv::Mat part = labels(pixels);
    part.setTo(kLabelUnknown);
    if (box.classId < 0 || box.area.width < kLeastWidth || box.area.height < kLeastHeight)
        return;
    const std::string& name = target.at(box.classId).name;
    cv::Mat body;
    if (name == "person" && !box.inVisible)
        body = warmBody(infrared, box.area);
    if (body.empty())
        body = ellipseOf(pixels.size(), coreOf(name));
    part.setTo(box.classId, body);
}

double overlap(const cv::Rect2d& a, const cv::Rect2d& b)
{
    const double shared = (a & b).area();
    return shared > 0 ? shared / (a.area() + b.area() - shared) : 0;
}

} // namespace

std::vector<LabelBox> mergeBoxes(const std::vector<LabelBox>& boxes)
{
    std::vector<LabelBox> merged;
    for (const LabelBox& box : boxes)
        if (std::none_of(merged.begin(), merged.end(), [&](const LabelBox& other) {
                return other.classId == box.classId && overlap(other.area, box.area) > kSameObjectOverlap;
            }))
            merged.push_back(box);
    return merged;
}

cv::Mat labelsFromBoxes(const std::vector<LabelBox>& boxes, const cv::Mat& infrared, const ClassSet& target)
{
    CV_Assert(infrared.type() == CV_8UC1);
    cv::Mat labels(infrared.size(), CV_8UC1, cv::Scalar(kLabelOutsideBoxes));
    for (const LabelBox& box : boxes)
        labels(pixelsOf(grown(box.area, kMargin, kMargin), labels.size())).setTo(kLabelUnknown);
    std::vector<LabelBox> ordered = boxes;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const LabelBox& a, const LabelBox& b) { return a.area.area() > b.area.area(); });
    for (const LabelBox& box : ordered)
        draw(box, infrared, target, labels);
    return labels;
}

} // namespace duoscope
