// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"
#include "core/batch/batch_summary.h"

#include <string>

namespace duoscope {

// What `batch` prints.

/// What pairs and what does not, for people: each item with a remark, problems first.
std::string planText(const BatchPlan& plan, const BatchRequest& request);
/// The same as JSON, all items in order.
std::string planJson(const BatchPlan& plan, const BatchRequest& request);
/// How many items are done, failed and missing, and how fast it went.
std::string summaryText(const BatchSummary& summary);

} // namespace duoscope
