// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/metrics/evaluation_list.h"
#include "core/metrics/metric_table.h"
#include "core/metrics/segmentation_metrics.h"

#include <functional>

namespace duoscope {

/// Segmentations by several methods, compared with the labels of the same images. A plain value.
struct SegmentationEvaluation {
    std::string classSet;
    ClassSelection selection = ClassSelection::WithoutIgnored;
    std::vector<std::string> methods;
    std::vector<SegmentationScores> scores; ///< One for each method, of the pixels of all images together.
    std::vector<std::string> images;        ///< Those that could be counted for all methods, by name.
    std::vector<LeftOut> leftOut;
    std::size_t withoutResults = 0; ///< See EvaluationList.

    std::size_t listed() const { return images.size() + leftOut.size(); }
};

/// Reads class ids, with kLabelUnknown where nothing is known: CV_8UC1. Throws Error(Input). Any thread.
using LabelReader = std::function<cv::Mat(const std::filesystem::path&)>;

/// Counts all pixels whose label is known. An item that lacks a file, can't be read, differs in size or holds ids that
/// are no classes is left out for all methods.
/// @param list     sources: labels
/// @param methods  names, as many as the items have results; std::invalid_argument otherwise
/// @param threads  0 for all cores
/// Throws Error(Usage) as scoreSegmentation() does, and Cancelled.
SegmentationEvaluation evaluateSegmentation(const EvaluationList& list, const std::vector<std::string>& methods,
                                            const ClassSet& classes, ClassSelection selection,
                                            const LabelReader& readLabels, int threads, const JobControl& job = {});

/// A row for each method: IoU of each class and mIoU, in percent.
MetricTable iouTable(const SegmentationEvaluation& evaluation);
/// A row for each method: accuracy of each class, mAcc and pixel accuracy, in percent.
MetricTable accuracyTable(const SegmentationEvaluation& evaluation);

} // namespace duoscope
