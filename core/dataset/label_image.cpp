// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_image.h"

#include "core/base/error.h"
#include "core/image/colour.h"
#include "core/image/image_file.h"
#include "core/labels/class_mapping.h"
#include "core/labels/label_values.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

namespace duoscope {
namespace {

std::array<std::uint8_t, 256> tableOf(const ClassSet& stored, const ClassSet& target)
{
    std::array<std::uint8_t, 256> table;
    table.fill(kLabelUnknown);
    const std::vector<int> ids = mapClasses(stored, target);
    for (std::size_t id = 0; id < std::min(ids.size(), table.size()); ++id)
        if (ids[id] >= 0 && ids[id] != target.ignoredId() && ids[id] < kMaximumLabelClasses)
            table[id] = static_cast<std::uint8_t>(ids[id]);
    return table;
}

struct PaletteEntry {
    int id = 0;
    int distance = std::numeric_limits<int>::max(); ///< the largest difference of a channel
};

PaletteEntry nearestIn(const ClassSet& set, const cv::Vec3b& bgr)
{
    PaletteEntry best;
    int least = std::numeric_limits<int>::max();
    for (const LabelClass& entry : set.classes()) {
        int squared = 0, largest = 0;
        for (int c = 0; c < 3; ++c) {
            const int difference = std::abs(bgr[c] - entry.colour[static_cast<std::size_t>(2 - c)]);
            squared += difference * difference;
            largest = std::max(largest, difference);
        }
        if (squared < least) {
            least = squared;
            best = {entry.id, largest};
        }
    }
    return best;
}

/// CV_8UC1 of the ids whose colours are nearest.
cv::Mat matchPalette(const cv::Mat& bgr, const ClassSet& set, const std::string& name,
                     std::vector<std::string>& warnings)
{
    cv::Mat ids(bgr.size(), CV_8UC1);
    std::unordered_map<std::uint32_t, PaletteEntry> known;
    std::int64_t inexact = 0;
    int worst = 0;
    for (int y = 0; y < bgr.rows; ++y)
        for (int x = 0; x < bgr.cols; ++x) {
            const auto& pixel = bgr.at<cv::Vec3b>(y, x);
            const std::uint32_t key = static_cast<std::uint32_t>(pixel[0] | pixel[1] << 8 | pixel[2] << 16);
            auto found = known.find(key);
            if (found == known.end())
                found = known.emplace(key, nearestIn(set, pixel)).first;
            ids.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(found->second.id);
            inexact += found->second.distance > 0;
            worst = std::max(worst, found->second.distance);
        }
    if (inexact)
        warnings.push_back(name + ": the colours of " + std::to_string(inexact) + " pixels are not in the palette of " +
                           set.name() + "; the nearest entries are used, off by up to " + std::to_string(worst) +
                           " levels");
    return ids;
}

void warnOfUnknownIds(const cv::Mat& ids, int classes, const std::string& name, std::vector<std::string>& warnings)
{
    std::array<bool, 256> present{};
    for (int y = 0; y < ids.rows; ++y)
        for (int x = 0; x < ids.cols; ++x)
            present[ids.at<std::uint8_t>(y, x)] = true;
    std::string unknown;
    for (int id = classes; id < kLabelUnknown; ++id) // 255 is the usual mark of what is not labelled
        if (present[static_cast<std::size_t>(id)])
            unknown += (unknown.empty() ? "" : ", ") + std::to_string(id);
    if (!unknown.empty())
        warnings.push_back(name + ": no class has the id " + unknown + "; such pixels count as unknown");
}

} // namespace

cv::Mat readLabelImage(const std::filesystem::path& file, const ClassSet& stored, const ClassSet& target,
                       std::vector<std::string>& warnings)
{
    const cv::Mat pixels = readImageFile(file).pixels;
    if (pixels.depth() != CV_8U || pixels.channels() == 4)
        throw Error(ErrorKind::Input, "Cannot use the labels in " + file.string(),
                    "they are neither 8-bit ids nor 8-bit colours",
                    "Write the class ids to an 8-bit PNG of one channel");
    if (stored.size() > 256)
        throw Error(ErrorKind::Input, "Cannot use the labels in " + file.string(),
                    "the class set " + stored.name() + " has " + std::to_string(stored.size()) +
                        " classes, more than 8 bits tell apart",
                    "Choose the class set that the labels were made with");
    cv::Mat ids;
    if (isGray(pixels)) {
        cv::extractChannel(pixels, ids, 0);
        warnOfUnknownIds(ids, stored.size(), file.string(), warnings);
    } else {
        ids = matchPalette(pixels, stored, file.string(), warnings);
    }
    const std::array<std::uint8_t, 256> table = tableOf(stored, target);
    cv::Mat mapped;
    cv::LUT(ids, cv::Mat(1, 256, CV_8UC1, const_cast<std::uint8_t*>(table.data())), mapped);
    return mapped;
}

} // namespace duoscope
