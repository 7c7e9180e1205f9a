// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/report/attribution_summary.h"
#include "core/report/page_composer.h"
#include "core/report/page_sections.h"
#include "core/report/stage_summary.h"
#include "core/report/table_blocks.h"

#include <cmath>

namespace duoscope {
namespace {

std::string percent(double share) { return fixedNumber(100 * share, 1); }

/// What the run says of itself beside its quality.
class FindingsSection : PageComposer {
public:
    using PageComposer::PageComposer;

    void addAttribution(const AttributionSummary& summary)
    {
        heading(words(Word::ByClass, {nameOf(summary.method)}));
        PageGrid block{gridOf(attributionTable(summary, ""), {word(Word::Class), word(Word::Pairs), word(Word::Pixels),
                                                              word(Word::Share), "w₁", "w₂", "Sᵢᵣ", "Sᵥᵢ"}),
                       {}};
        for (const ClassSummary& one : summary.classes)
            block.swatches.push_back(one.colour);
        add(std::move(block));
        note(word(Word::ByClassNote));
    }

    void addStages()
    {
        if (m_report.stages.empty())
            return;
        heading(word(Word::Stages));
        PageCharts charts;
        const auto addChart = [&](Word title, const auto& cellOf) {
            Chart chart{word(title), word(Word::Stage), {}};
            bool any = false;
            for (const StagesSummary& summary : m_report.stages) {
                ChartSeries series{nameOf(summary.method), {}, {}};
                for (const StageSummary& stage : summary.stages)
                    if (const MetricCell& cell = cellOf(stage);
                        cell.value.isDefined() && std::isfinite(cell.value.value)) {
                        series.points.emplace_back(stage.k, cell.value.value);
                        series.deviations.push_back(cell.deviation.value_or(0));
                        any = true;
                    }
                chart.series.push_back(std::move(series));
            }
            if (any)
                charts.charts.push_back(std::move(chart));
        };
        addChart(Word::MeanChange, [](const StageSummary& stage) -> const MetricCell& { return stage.change; });
        addChart(Word::StepSize, [](const StageSummary& stage) -> const MetricCell& { return stage.stepSize; });
        addChart(Word::Residual, [](const StageSummary& stage) -> const MetricCell& { return stage.residual; });
        add(std::move(charts));
        for (const StagesSummary& summary : m_report.stages) {
            heading(nameOf(summary.method), true);
            add(PageGrid{gridOf(stagesTable(summary, ""),
                                {word(Word::Stage), word(Word::StepSize), word(Word::MeanChange), word(Word::Residual),
                                 word(Word::ScoreChange), word(Word::ResidualShare)}),
                         {}});
        }
        note(word(Word::StagesNote));
    }

    void addWarnings()
    {
        heading(word(Word::Warnings));
        std::vector<std::string> items;
        addItems(items, m_report.failures, [this](const BatchFailure& failure) { return failureText(failure); });
        if (!m_report.missing.empty())
            items.push_back(words(Word::MissingItems, {std::to_string(m_report.missing.size())}));
        addItems(items, m_report.problems, [](const std::string& problem) { return problem; });
        addItems(items, m_report.skipped, [this](const SkippedFile& file) {
            return words(Word::SkippedFile, {file.file.string(), file.reason});
        });
        if (m_report.quality.segmentation)
            addItems(items, m_report.quality.segmentation->leftOut, [this](const LeftOut& item) {
                return words(Word::FailedFor, {item.name, word(Word::Segmentation), item.reason});
            });
        const bool complete = items.empty();
        for (const AttributionSummary& summary : m_report.attribution)
            items.push_back(
                words(Word::UndecidedNote, {nameOf(summary.method), std::to_string(summary.undecidedRegions),
                                            std::to_string(summary.regions), percent(summary.undecidedPixels),
                                            percent(summary.pixelsAtLimit)}));
        if (complete)
            items.insert(items.begin(), word(Word::NoWarnings));
        add(PageList{std::move(items)});
    }

private:
    /// The first of a long list, and how many more there are.
    template <typename Range, typename ToText>
    void addItems(std::vector<std::string>& items, const Range& range, ToText toText) const
    {
        std::size_t shown = 0;
        for (const auto& one : range) {
            if (shown++ == kShownItems) {
                items.push_back(words(Word::AndMore, {std::to_string(range.size() - kShownItems)}));
                return;
            }
            items.push_back(toText(one));
        }
    }

    std::string failureText(const BatchFailure& failure) const
    {
        if (failure.methods.size() == m_report.methods.size())
            return words(Word::FailedItem, {failure.item, failure.reason});
        std::string methods;
        for (const std::string& method : failure.methods)
            methods += (methods.empty() ? "" : comma()) + nameOf(method);
        return words(Word::FailedFor, {failure.item, methods, failure.reason});
    }
};

} // namespace

void addFindings(const Report& report, Page& page)
{
    FindingsSection section(report, page);
    for (const AttributionSummary& summary : report.attribution)
        section.addAttribution(summary);
    section.addStages();
    section.addWarnings();
}

} // namespace duoscope
