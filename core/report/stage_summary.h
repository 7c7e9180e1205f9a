// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/item_record.h"
#include "core/report/report.h"

#include <vector>

namespace duoscope {

/// Means of the stages of one method's results.
/// @param records  with stages; those that have fewer count for the stages they have
StagesSummary summariseStages(const std::string& method, const std::vector<const ItemRecord*>& records);

/// A row for each stage: step size, mean change, |completeness residual|, |change of the score|, and the residual in
/// percent of that change, a quotient of means.
/// @param rowHeading  "Stage"
MetricTable stagesTable(const StagesSummary& summary, const std::string& rowHeading);

/// The mean residual in percent of the mean change of the score; undefined where nothing changes.
MetricValue relativeResidual(const StageSummary& stage);

} // namespace duoscope
