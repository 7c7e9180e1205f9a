// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/evaluation_report.h"

#include "core/base/printable.h"
#include "core/metrics/report_writers.h"
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/metrics/text_grid.h"

#include <algorithm>

namespace duoscope {
namespace {

/// Puts tables and sentences one below the other.
class Page {
public:
    explicit Page(TableFormat format) : m_format(format) {}

    void heading(const std::string& text)
    {
        if (!m_text.empty())
            m_text += '\n';
        if (m_format == TableFormat::Markdown)
            m_text += "**" + markdownText(text) + "**\n\n";
        else
            note(text);
    }
    void note(const std::string& text) { m_text += (m_format == TableFormat::Latex ? "% " : "") + safe(text) + '\n'; }
    void blankLine() { m_text += '\n'; }
    void gap() ///< Where Markdown would join what stands apart.
    {
        if (m_format == TableFormat::Markdown)
            blankLine();
    }
    void item(const std::string& text)
    {
        const char* mark = m_format == TableFormat::Latex ? "%   " : m_format == TableFormat::Markdown ? "- " : "  ";
        m_text += mark + safe(text) + '\n';
    }
    void table(const MetricTable& table, const TableStyle& style) { m_text += formatTable(table, m_format, style); }
    void grid(const TextGrid& grid) { m_text += formatGrid(grid, m_format); }

    TableFormat format() const { return m_format; }
    std::string text() const { return m_text; }

private:
    std::string safe(const std::string& text) const
    {
        return m_format == TableFormat::Markdown ? markdownText(text) : printable(text);
    }

    TableFormat m_format;
    std::string m_text;
};

constexpr std::size_t kShownItems = 20;
constexpr TableStyle kMeans{true, false, false};
constexpr TableStyle kCounts{false, false, false}; // a second best of no images is none
constexpr TableStyle kImages{false, false, true};

std::string images(std::size_t count) { return std::to_string(count) + (count == 1 ? " image" : " images"); }

/// "28 of 30 images"
std::string share(std::size_t measured, std::size_t listed)
{
    return measured == listed ? images(listed) : std::to_string(measured) + " of " + images(listed);
}

void addLeftOut(Page& page, const std::vector<LeftOut>& leftOut, std::size_t listed, std::size_t withoutResults)
{
    if (!leftOut.empty()) {
        page.gap();
        page.note(std::to_string(leftOut.size()) + " of " + images(listed) + " left out, for all methods:");
        page.gap();
        for (std::size_t i = 0; i < std::min(leftOut.size(), kShownItems); ++i)
            page.item(leftOut[i].name + ": " + leftOut[i].reason);
        if (leftOut.size() > kShownItems)
            page.item("and " + std::to_string(leftOut.size() - kShownItems) + " more, all of which JSON tells");
    }
    if (withoutResults > 0) {
        page.gap();
        page.note(images(withoutResults) + (withoutResults == 1 ? " is" : " are") + " in the source folders only.");
    }
}

std::string probability(double p) { return p < 0.0001 ? "< 0.0001" : fixedNumber(p, 4); }

void addComparison(Page& page, const MethodComparison& comparison)
{
    page.heading(comparison.first + " against " + comparison.second +
                 ": two-sided p of Wilcoxon's signed-rank test, image by image");
    TextGrid grid{{"Metric", comparison.first, comparison.second, comparison.first + " better",
                   comparison.second + " better", "images", "W+", "W−", "p", "by"},
                  {}};
    for (const MetricComparison& metric : comparison.metrics) {
        const int decimals = metric.metric.decimals;
        const char* arrow = metric.metric.direction == MetricDirection::HigherIsBetter ? "higher" : "lower";
        grid.rows.push_back({metric.metric.name + " (" + arrow + ")", readableNumber(metric.firstMean.value, decimals),
                             readableNumber(metric.secondMean.value, decimals), std::to_string(metric.firstBetter),
                             std::to_string(metric.secondBetter), std::to_string(metric.images),
                             fixedNumber(metric.test.positive, 1), fixedNumber(metric.test.negative, 1),
                             probability(metric.test.p), metric.test.exact ? "exact" : "normal"});
    }
    page.grid(grid);
    page.gap();
    page.note("W+ and W− rank the differences first − second; each p stands alone, uncorrected for their number.");
}

void addFusion(Page& page, const EvaluationReport& report)
{
    const Evaluation& evaluation = *report.fusion;
    page.heading("Mean of " + share(evaluation.images.size(), evaluation.listed()) + ", convention " +
                 toString(evaluation.convention));
    page.table(meansTable(evaluation), kMeans);
    if (page.format() == TableFormat::Text && evaluation.methods.size() > 1)
        page.note(evaluation.methods.size() > 2 ? "** best, * second best" : "** best");
    addLeftOut(page, evaluation.leftOut, evaluation.listed(), evaluation.withoutResults);
    if (evaluation.methods.size() > 1) {
        page.heading("Mean rank, image by image; 1 is the best");
        page.table(meanRanksTable(evaluation), kMeans);
        page.heading("Images on which a method is the best");
        page.table(winsTable(evaluation), kCounts);
    }
    if (report.comparison)
        addComparison(page, *report.comparison);
    for (std::size_t method = 0; report.perImage && method < evaluation.methods.size(); ++method) {
        page.heading("Images of " + evaluation.methods[method]);
        page.table(imagesTable(evaluation, method), kImages);
    }
}

/// @param what  "Segmentation of "
void addSegmentation(Page& page, const std::string& what, const SegmentationEvaluation& evaluation)
{
    page.heading(what + share(evaluation.images.size(), evaluation.listed()) + ", class set " + evaluation.classSet +
                 ", classes: " + toString(evaluation.selection));
    page.table(iouTable(evaluation), kMeans);
    page.blankLine();
    page.table(accuracyTable(evaluation), kMeans);
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        const SegmentationScores& scores = evaluation.scores[method];
        if (const auto all = static_cast<int>(scores.classes.size());
            scores.classesOfIou < all || scores.classesOfAccuracy < all) {
            page.gap();
            page.note(evaluation.methods[method] + ": mIoU is of " + std::to_string(scores.classesOfIou) +
                      " and mAcc of " + std::to_string(scores.classesOfAccuracy) + " of " + std::to_string(all) +
                      " classes, those that occur.");
        }
    }
    addLeftOut(page, evaluation.leftOut, evaluation.listed(), evaluation.withoutResults);
}

std::string boxes(int count) { return std::to_string(count) + (count == 1 ? " box" : " boxes"); }

void addBoxes(Page& page, const std::string& network, const BoxEvaluation& evaluation)
{
    page.heading("Boxes found by " + network + " in " + share(evaluation.images.size(), evaluation.listed()) +
                 ", lists: " + evaluation.list);
    page.table(boxTable(evaluation, true), kMeans);
    const std::string height = std::to_string(evaluation.rule.tallerThan) + " pixels";
    page.gap();
    page.note("In parentheses the number of boxes taller than " + height + "; found are those in which at least " +
              readableNumber(100 * evaluation.rule.leastShare, 0) + " % of the pixels have the box's class.");
    if (evaluation.lowBoxes + evaluation.foreignBoxes > 0) {
        page.gap();
        page.note("Not counted: " + boxes(evaluation.lowBoxes) + " of no more than " + height + ", " +
                  boxes(evaluation.foreignBoxes) + " of classes that " + evaluation.classSet + " does not have.");
    }
    addLeftOut(page, evaluation.leftOut, evaluation.listed(), evaluation.withoutResults);
}

} // namespace

std::string writeReportForPeople(const EvaluationReport& report, TableFormat format)
{
    Page page(format);
    if (report.fusion)
        addFusion(page, report);
    if (report.segmentation)
        addSegmentation(page, "Segmentation of ", *report.segmentation);
    if (const auto& downstream = report.downstream) {
        if (downstream->segmentation)
            addSegmentation(page, "Segmentation of the results by " + downstream->network + ": ",
                            *downstream->segmentation);
        if (downstream->boxes)
            addBoxes(page, downstream->network, *downstream->boxes);
    }
    return page.text();
}

std::string formatReport(const EvaluationReport& report, TableFormat format)
{
    switch (format) {
    case TableFormat::Csv:
    case TableFormat::LongCsv:
        return writeReportCsv(report, format);
    case TableFormat::Json:
        return writeReportJson(report);
    default:
        return writeReportForPeople(report, format);
    }
}

} // namespace duoscope
