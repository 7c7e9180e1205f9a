// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/box_evaluation.h"

#include <utility>

namespace duoscope {
namespace {

MetricCell foundShare(const BoxCount& count, const BoxRule& rule)
{
    if (count.boxes == 0)
        return MetricValue::undefined("no box is taller than " + std::to_string(rule.tallerThan) + " pixels");
    MetricCell cell(MetricValue(100.0 * count.found / count.boxes));
    cell.count = count.boxes;
    return cell;
}

} // namespace

BoxCount BoxEvaluation::total(std::size_t method) const
{
    BoxCount all;
    for (const BoxCount& count : counts.at(method)) {
        all.boxes += count.boxes;
        all.found += count.found;
    }
    return all;
}

MetricTable boxTable(const BoxEvaluation& evaluation, bool numbersInHeads)
{
    std::vector<MetricColumn> columns;
    const auto addColumn = [&](std::string name, int boxes) {
        if (numbersInHeads)
            name += " (" + std::to_string(boxes) + ")";
        columns.push_back({std::move(name), MetricDirection::HigherIsBetter, "%", 1});
    };
    for (std::size_t i = 0; i < evaluation.classes.size(); ++i)
        addColumn(evaluation.classes[i].name, evaluation.counts.empty() ? 0 : evaluation.counts[0][i].boxes);
    addColumn("all", evaluation.counts.empty() ? 0 : evaluation.total(0).boxes);

    MetricTable table("Boxes found (%)", std::move(columns));
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        std::vector<MetricCell> cells;
        for (const BoxCount& count : evaluation.counts[method])
            cells.push_back(foundShare(count, evaluation.rule));
        cells.push_back(foundShare(evaluation.total(method), evaluation.rule));
        table.addRow(evaluation.methods[method], std::move(cells));
    }
    return table;
}

} // namespace duoscope
