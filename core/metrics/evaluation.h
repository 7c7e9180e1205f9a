// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/metrics/evaluation_list.h"
#include "core/metrics/metric_table.h"

#include <string>
#include <vector>

namespace duoscope {

struct EvaluationOptions {
    std::vector<std::string> metrics = paperTableMetrics();
    MetricConvention convention = MetricConvention::Paper;
    int threads = 0; ///< Images measured at once; 0 for all cores.

    /// Throws Error(Usage) for unknown and repeated metrics, none at all, and negative numbers of threads.
    void check() const;
};

/// What methods made of the same images, measured. A plain value.
struct Evaluation {
    MetricConvention convention = MetricConvention::Paper;
    std::vector<MetricColumn> metrics;
    std::vector<std::string> methods;
    std::vector<std::string> images; ///< Those that could be measured for all methods, by name.
    std::vector<std::vector<std::vector<MetricValue>>> values; ///< [method][image][metric]
    std::vector<LeftOut> leftOut;                              ///< By name.
    std::size_t withoutResults = 0;                            ///< See EvaluationList.

    std::size_t listed() const { return images.size() + leftOut.size(); }
    /// One metric of one method, a value for each image.
    std::vector<MetricValue> valuesOf(std::size_t method, std::size_t metric) const;
};

/// Measures all results against their sources. The images are read as readImageFile() does and measured as
/// prepareMetricImages() says; of a four-channel infrared image whose fourth channel varies, that is the thermal one.
/// An item that lacks a file, can't be read, or whose images differ in size is left out for all methods.
/// @param list     sources: infrared, visible
/// @param methods  names, as many as the items have results; std::invalid_argument otherwise
/// Throws Error(Usage) as EvaluationOptions::check() does, and Cancelled.
Evaluation evaluateFusion(const EvaluationList& list, const std::vector<std::string>& methods,
                          const EvaluationOptions& options, const JobControl& job = {});

/// A row for each method: the means over all images.
MetricTable meansTable(const Evaluation& evaluation);
/// A row for each image.
MetricTable imagesTable(const Evaluation& evaluation, std::size_t method);
/// A row for each method: its mean rank among all methods, 1 being the best, over the images where all have a value.
MetricTable meanRanksTable(const Evaluation& evaluation);
/// A row for each method: on how many images it is the best; those that share a best value all are.
MetricTable winsTable(const Evaluation& evaluation);

} // namespace duoscope
