// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_method.h"
#include "core/batch/batch_plan.h"
#include "core/batch/shard.h"
#include "core/image/image_pair.h"
#include "core/metrics/metric_images.h"

#include <string>
#include <vector>

namespace duoscope {

/// What is written for each item and method beside its provenance, which always is.
struct BatchOutputs {
    bool gray = true;
    bool colour = true;        ///< where a source has colour
    bool trace = false;        ///< every quantity of the computation, as writeResult() has it
    bool segmentation = false; ///< of the fused image, 8-bit class ids, by methods that segment

    bool operator==(const BatchOutputs&) const = default;
};

/// What to do with a plan.
struct BatchRequest {
    std::vector<BatchMethod> methods;
    BatchOutputs outputs;
    std::vector<std::string> metrics; ///< of the gray result; none by default
    MetricConvention convention = MetricConvention::Paper;
    PairOptions ranges;
    Shard shard;
    bool fullPaths = false; ///< name folders in what is written; else only names of files, see portable_path.h

    /// Items to fuse and measure at once; 0 for as many as there are cores and memory for. It holds for classical
    /// methods. A network computes with all of its threads by itself, so it takes one item at a time whatever is asked
    /// for here, and at most one more item is fused by another method, or measured, meanwhile.
    int jobs = 0;
    bool resume = false; ///< go on with what the output folder holds; else a folder that holds a run is refused
    bool force = false;  ///< resume although the options, the model or the program differ from those of the folder

    /// Throws Error(Usage) for no method, one twice, unknown metrics, negative jobs, nothing to write, and two items of
    /// one name.
    void check(const BatchPlan& plan) const;
};

/// How many items to work on at once, as BatchRequest::jobs says; at least 1.
/// @param methods  those of the request
int resolveJobs(const BatchRequest& request, const std::vector<LoadedMethod>& methods, const BatchPlan& plan);

} // namespace duoscope
