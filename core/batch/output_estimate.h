// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"

#include <cstdint>

namespace duoscope {

/// About how many bytes a batch will write, from the sizes in the headers; to tell a user beforehand, not to rely on.
struct OutputEstimate {
    std::int64_t bytes = 0; ///< of the request's shard
    std::int64_t tracePerPair =
        0; ///< bytes of one item's traces, of all methods that have stages; whether asked for or not
};

OutputEstimate estimateOutput(const BatchPlan& plan, const BatchRequest& request);

} // namespace duoscope
