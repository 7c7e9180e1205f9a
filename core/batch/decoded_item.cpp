// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/decoded_item.h"

#include "core/base/file_hash.h"
#include "core/image/image_file.h"
#include "core/metrics/metric_registry.h"

#include <opencv2/core.hpp>

namespace duoscope {
namespace {

cv::Mat infraredLevels(const std::filesystem::path& file, MetricConvention convention)
{
    cv::Mat pixels = readImageFile(file).pixels;
    if (pixels.channels() == 4) { // as in MFNet, where the fourth is thermal; it is transparency where it is constant
        cv::Mat fourth;
        cv::extractChannel(pixels, fourth, 3);
        double low = 0, high = 0;
        cv::minMaxIdx(fourth, &low, &high);
        if (low != high)
            pixels = fourth;
    }
    return metricGray(pixels, convention);
}

} // namespace

FileHashes hashSources(const BatchItem& item)
{
    FileHashes hashes;
    if (!item.infrared.empty())
        hashes["infrared"] = fileHash(item.infrared);
    if (item.visible == item.infrared)
        hashes["visible"] = hashes["infrared"];
    else if (!item.visible.empty())
        hashes["visible"] = fileHash(item.visible);
    return hashes;
}

DecodedItem decodeItem(const BatchItem& item, const BatchRequest& request)
{
    DecodedItem decoded;
    decoded.pair = loadPair(item.infrared, item.visible, request.ranges);
    decoded.pair.name = item.stem;
    decoded.hashes = hashSources(item);
    if (!request.metrics.empty()) {
        decoded.infraredLevels = infraredLevels(item.infrared, request.convention);
        decoded.visibleLevels = metricGray(readImageFile(item.visible).pixels, request.convention);
    }
    return decoded;
}

std::map<std::string, MetricValue> measureResult(const cv::Mat& levels, const DecodedItem& item,
                                                 const BatchRequest& request, const JobControl& job)
{
    std::map<std::string, MetricValue> measured;
    if (request.metrics.empty())
        return measured;
    const MetricImages images(levels, item.infraredLevels, item.visibleLevels);
    const std::vector<MetricValue> values =
        evaluateMetrics(images, request.metrics, request.convention, JobControl(job.stopToken(), {}));
    for (std::size_t i = 0; i < values.size(); ++i)
        measured[metricInfo(request.metrics[i], request.convention).name] = values[i];
    return measured;
}

} // namespace duoscope
