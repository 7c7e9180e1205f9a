// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/report/page_composer.h"
#include "core/report/page_sections.h"

namespace duoscope {
namespace {

constexpr TableStyle kMeans{true, true, false};
constexpr TableStyle kCounts{false, false, false}; // a second best of no pairs is none
constexpr TableStyle kSingle{true, false, false};

/// Tables of metrics.
class QualitySection : PageComposer {
public:
    using PageComposer::PageComposer;

    void addQuality()
    {
        heading(word(Word::Quality));
        if (!m_report.quality.fusion || m_report.quality.fusion->images.empty()) {
            note(word(m_report.quality.fusion ? Word::NothingMeasured : Word::NoMetrics));
            return;
        }
        const Evaluation evaluation = readableEvaluation();
        addTable(meansTable(evaluation), kMeans);
        PageNote legend{{{words(Word::QualityNote, {std::to_string(evaluation.images.size())})}}, false};
        if (evaluation.methods.size() > 1) {
            legend.runs.push_back({blank()});
            legend.runs.push_back({word(Word::Best), Emphasis::Strong});
            legend.runs.push_back({comma()});
            legend.runs.push_back({word(Word::Second), Emphasis::Underlined});
            legend.runs.push_back({word(Word::TiesNote)});
        }
        if (!evaluation.leftOut.empty())
            legend.runs.push_back({blank() + words(Word::LeftOutNote, {std::to_string(evaluation.leftOut.size()),
                                                                       std::to_string(evaluation.listed())})});
        add(std::move(legend));
        if (evaluation.methods.size() < 2)
            return;
        heading(word(Word::Ranks), true);
        addTable(meanRanksTable(evaluation), kMeans);
        note(word(Word::RanksNote));
        heading(word(Word::Wins), true);
        addTable(winsTable(evaluation), kCounts);
        note(word(Word::WinsNote));
        if (m_report.quality.comparison)
            addComparison(*m_report.quality.comparison);
    }

    void addSegmentation()
    {
        if (!m_report.quality.segmentation)
            return;
        SegmentationEvaluation evaluation = *m_report.quality.segmentation;
        for (std::string& method : evaluation.methods)
            method = nameOf(method);
        heading(word(Word::Segmentation));
        heading(word(Word::Iou), true);
        addTable(iouTable(evaluation), kSingle);
        heading(word(Word::Accuracy), true);
        addTable(accuracyTable(evaluation), kSingle);
        note(words(Word::SegmentationNote,
                   {std::to_string(evaluation.images.size()), evaluation.classSet, toString(evaluation.selection)}));
    }

    void addDownstream()
    {
        const auto& downstream = m_report.quality.downstream;
        if (!downstream || (!downstream->segmentation && !downstream->boxes))
            return;
        heading(word(Word::ResultsSegmentation));
        if (downstream->segmentation)
            addLabels(downstream->network, *downstream->segmentation);
        if (downstream->boxes)
            addBoxes(downstream->network, *downstream->boxes);
    }

    void addImages(std::size_t method)
    {
        const Evaluation evaluation = readableEvaluation();
        heading(words(Word::EachPair, {evaluation.methods[method]}));
        add(PageMetrics{renamed(imagesTable(evaluation, method), word(Word::Image)), kCounts});
    }

private:
    /// The names of a downstream evaluation's rows: first the sources, then methods.
    std::vector<std::string> downstreamNames(const std::vector<std::string>& methods) const
    {
        std::vector<std::string> names{word(Word::Infrared), word(Word::Visible)};
        for (std::size_t i = names.size(); i < methods.size(); ++i)
            names.push_back(nameOf(methods[i]));
        return names;
    }

    void addLeftOut(std::size_t leftOut, std::size_t listed)
    {
        if (leftOut > 0)
            note(words(Word::LeftOutNote, {std::to_string(leftOut), std::to_string(listed)}));
    }

    void addLabels(const std::string& network, SegmentationEvaluation evaluation)
    {
        evaluation.methods = downstreamNames(evaluation.methods);
        heading(word(Word::Iou), true);
        addTable(iouTable(evaluation), kSingle);
        heading(word(Word::Accuracy), true);
        addTable(accuracyTable(evaluation), kSingle);
        note(words(Word::ResultsSegmentationNote, {network, std::to_string(evaluation.images.size()),
                                                   evaluation.classSet, toString(evaluation.selection)}));
        addLeftOut(evaluation.leftOut.size(), evaluation.listed());
    }

    void addBoxes(const std::string& network, BoxEvaluation evaluation)
    {
        evaluation.methods = downstreamNames(evaluation.methods);
        heading(word(Word::BoxesFound), true);
        addTable(boxTable(evaluation, true), kSingle);
        note(words(Word::BoxesNote,
                   {std::to_string(evaluation.rule.tallerThan), network,
                    fixedNumber(100 * evaluation.rule.leastShare, 0), std::to_string(evaluation.images.size()),
                    evaluation.list, std::to_string(evaluation.lowBoxes), evaluation.classSet,
                    std::to_string(evaluation.foreignBoxes)}));
        addLeftOut(evaluation.leftOut.size(), evaluation.listed());
    }

    void addComparison(const MethodComparison& comparison)
    {
        const std::string first = nameOf(comparison.first), second = nameOf(comparison.second);
        heading(words(Word::Comparison, {first, second}), true);
        TextGrid grid{{word(Word::Metric), words(Word::Better, {first}), words(Word::Better, {second}),
                       word(Word::Pairs), "W+", "W−", "p"},
                      {}};
        for (const MetricComparison& metric : comparison.metrics)
            grid.rows.push_back({metric.metric.name, std::to_string(metric.firstBetter),
                                 std::to_string(metric.secondBetter), std::to_string(metric.images),
                                 fixedNumber(metric.test.positive, 1), fixedNumber(metric.test.negative, 1),
                                 metric.test.p < 0.0001 ? "< 0.0001" : fixedNumber(metric.test.p, 4)});
        add(PageGrid{std::move(grid), {}});
        note(word(Word::ComparisonNote));
    }
};

} // namespace

void addQuality(const Report& report, Page& page)
{
    QualitySection section(report, page);
    section.addQuality();
    section.addSegmentation();
    section.addDownstream();
}

void addImages(const Report& report, Page& page)
{
    if (!report.quality.perImage || !report.quality.fusion)
        return;
    for (std::size_t method = 0; method < report.quality.fusion->methods.size(); ++method)
        QualitySection(report, page).addImages(method);
}

} // namespace duoscope
