// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"
#include "core/report/item_record.h"
#include "core/report/report.h"

#include <vector>

namespace duoscope {

/// Brings the classes of one method's results together.
/// @param records  with attribution; at least one
/// @param classes  for the colours; classes that it does not have are gray
AttributionSummary summariseAttribution(const std::string& method, const std::vector<const ItemRecord*>& records,
                                        const ClassSet& classes);

/// Its numbers as a table, a row for each class: pairs, pixels, share of the pixels in percent, w1, w2, S_ir, S_vi.
/// @param rowHeading  "Class"
MetricTable attributionTable(const AttributionSummary& summary, const std::string& rowHeading);

} // namespace duoscope
