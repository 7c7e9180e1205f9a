// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/image/image_pair.h"
#include "core/labels/class_set.h"
#include "core/labels/label_box.h"
#include "core/metrics/box_evaluation.h"
#include "core/metrics/segmentation_evaluation.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// A segmentation network as something that looks at results: libraries of networks stay out of here.
struct SegmentationNetwork {
    std::string name; ///< as tables call it: "uaafusion.safetensors"
    ClassSet classes;
    /// Says what is seen. @param luminance  CV_32FC1 in [0,1]  @return ids of `classes` of the same size, CV_8UC1 or
    /// CV_32SC1. Called on one thread at a time. Throws Error where a picture can't be segmented, and Cancelled.
    std::function<cv::Mat(const cv::Mat& luminance)> segment;
};

/// What is known of scenes, by their names; one of the two may be absent. Both throw Error(Input) where it is there and
/// can't be used.
struct DownstreamTruth {
    /// Ids of the network's classes, kLabelUnknown where nothing is known: CV_8UC1; empty for a scene without labels.
    std::function<cv::Mat(const std::string& scene)> labels;
    /// Boxes with ids of the network's classes in pixels of a picture of that size; nothing for a scene without lists.
    std::function<std::optional<std::vector<LabelBox>>(const std::string& scene, cv::Size picture)> boxes;
    std::string boxList; ///< as BoxEvaluation has it
};

struct DownstreamOptions {
    ClassSelection selection = ClassSelection::WithoutIgnored; ///< that the means against labels are of
    BoxRule boxes;
    PairOptions ranges; ///< of the sources; results have the full one of their type
};

/// How right one network is on the sources and on what methods made of them. A plain value. The methods of both parts
/// are "infrared", "visible" and then the methods that were given.
struct DownstreamEvaluation {
    std::string network;                                ///< SegmentationNetwork::name
    std::optional<SegmentationEvaluation> segmentation; ///< against labels
    std::optional<BoxEvaluation> boxes;
};

/// Shows each source and each result to the network, once, and compares what it sees with labels, boxes or both. A
/// scene that lacks an image, or has one that can't be read, used or is of another size, is left out of both parts for
/// all methods; one that lacks only labels or only boxes, or whose labels are of another size, out of that part.
/// @param list     sources: infrared, visible
/// @param methods  names, as many as the items have results; std::invalid_argument otherwise
/// Throws Error(Usage) as scoreSegmentation() does, std::invalid_argument where the truth has neither, and Cancelled.
DownstreamEvaluation evaluateDownstream(const EvaluationList& list, const std::vector<std::string>& methods,
                                        const SegmentationNetwork& network, const DownstreamTruth& truth,
                                        const DownstreamOptions& options = {}, const JobControl& job = {});

} // namespace duoscope
