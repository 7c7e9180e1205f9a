// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"
#include "core/batch/journal.h"
#include "core/metrics/metric_value.h"

#include <opencv2/core/mat.hpp>

#include <map>
#include <string>

namespace duoscope {

/// One item in memory, for all methods.
struct DecodedItem {
    ImagePair pair;
    FileHashes hashes;      ///< "infrared", "visible"
    cv::Mat infraredLevels; ///< CV_8UC1 as metrics see it; empty where none are wanted
    cv::Mat visibleLevels;  ///< the same
};

/// SHA-256 of both sources, where the files are there. Throws Error(Input).
FileHashes hashSources(const BatchItem& item);

/// Reads both sources, for metrics exactly as evaluateFusion() does. Throws Error(Input).
DecodedItem decodeItem(const BatchItem& item, const BatchRequest& request);

/// Measures a gray result as evaluateFusion() does its file.
/// @param levels  CV_8UC1, the pixels of gray.png
/// Throws Cancelled between two metrics.
std::map<std::string, MetricValue> measureResult(const cv::Mat& levels, const DecodedItem& item,
                                                 const BatchRequest& request, const JobControl& job);

} // namespace duoscope
