// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/stage_summary.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

MetricValue valueOf(double number)
{
    return std::isnan(number) ? MetricValue::undefined("it is not a number") : MetricValue(number);
}

MetricValue magnitudeOf(const std::optional<double>& number)
{
    return number ? valueOf(std::abs(*number)) : MetricValue::undefined("attribution is off");
}

} // namespace

StagesSummary summariseStages(const std::string& method, const std::vector<const ItemRecord*>& records)
{
    StagesSummary summary{method, {}};
    std::size_t count = 0;
    for (const ItemRecord* record : records)
        count = std::max(count, record->stages.size());
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<MetricValue> changes, steps, residuals, scores;
        for (const ItemRecord* record : records) {
            if (i >= record->stages.size())
                continue;
            const RecordedStage& stage = record->stages[i];
            changes.push_back(valueOf(stage.change));
            steps.push_back(valueOf(stage.stepSize));
            residuals.push_back(magnitudeOf(stage.residual));
            scores.push_back(magnitudeOf(stage.scoreChange));
        }
        summary.stages.push_back(
            {static_cast<int>(i) + 1, meanOf(changes), meanOf(steps), meanOf(residuals), meanOf(scores)});
    }
    return summary;
}

MetricValue relativeResidual(const StageSummary& stage)
{
    const MetricValue &residual = stage.residual.value, &change = stage.scoreChange.value;
    if (!residual.isDefined() || !change.isDefined())
        return MetricValue::undefined("attribution is off");
    if (change.value == 0)
        return MetricValue::undefined("the score does not change");
    return 100 * residual.value / change.value;
}

MetricTable stagesTable(const StagesSummary& summary, const std::string& rowHeading)
{
    constexpr MetricDirection kNone = MetricDirection::LowerIsBetter;
    MetricTable table(rowHeading, {{"step size", kNone, "", 3},
                                   {"mean change", kNone, "", 4},
                                   {"residual", kNone, "score", 3},
                                   {"score change", kNone, "score", 3},
                                   {"residual share", kNone, "%", 0}});
    for (const StageSummary& stage : summary.stages)
        table.addRow(std::to_string(stage.k),
                     {stage.stepSize, stage.change, stage.residual, stage.scoreChange, relativeResidual(stage)});
    return table;
}

} // namespace duoscope
