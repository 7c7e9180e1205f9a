// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/decoded_item.h"

#include "core/base/file_hash.h"
#include "core/image/image_file.h"
#include "core/metrics/metric_registry.h"

namespace duoscope {
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
        decoded.infraredLevels = metricInfrared(readImageFile(item.infrared).pixels, request.convention);
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
