// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_registry.h"
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/report/attribution_summary.h"
#include "core/report/page.h"
#include "core/report/stage_summary.h"
#include "core/report/table_blocks.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace duoscope {
namespace {

constexpr std::size_t kShownWarnings = 60; ///< of a kind; data formats have them all
constexpr TableStyle kMeans{true, true, false};
constexpr TableStyle kPlain{false, false, false};
constexpr TableStyle kSingle{true, false, false};

std::string percent(double share) { return fixedNumber(100 * share, 1); }

/// A table with another heading and other names of rows.
MetricTable renamed(const MetricTable& table, const std::string& heading)
{
    MetricTable other(heading, table.columns());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<MetricCell> cells;
        for (std::size_t column = 0; column < table.columns().size(); ++column)
            cells.push_back(table.cell(row, column));
        other.addRow(table.rowName(row), std::move(cells));
    }
    return other;
}

class PageBuilder {
public:
    PageBuilder(const Report& report, Language language) : m_report(report) { m_page.language = language; }

    Page build()
    {
        m_page.header = word(Word::Header);
        m_page.title = m_report.title.empty() ? words(Word::ReportOf, {m_report.subject}) : m_report.title;
        m_page.subtitle = subtitle();
        addProvenance();
        addMethods();
        addQuality();
        addSegmentation();
        for (const AttributionSummary& summary : m_report.attribution)
            addAttribution(summary);
        addStages();
        addWarnings();
        for (const ReportPair& pair : m_report.pairs)
            addPair(pair);
        if (m_report.quality.perImage && m_report.quality.fusion)
            for (std::size_t method = 0; method < m_report.quality.fusion->methods.size(); ++method)
                addImages(method);
        return std::move(m_page);
    }

private:
    using Facts = std::vector<std::pair<std::string, std::string>>;

    std::string word(Word one) const { return std::string(say(m_page.language, one)); }
    std::string words(Word one, std::initializer_list<std::string_view> values) const
    {
        return say(m_page.language, one, values);
    }
    bool isChinese() const { return m_page.language == Language::Chinese; }
    std::string comma() const { return isChinese() ? "，" : ", "; }

    /// "3 pairs", "1 pair"
    std::string counted(Word one, std::size_t count) const
    {
        std::string text = words(one, {std::to_string(count)});
        if (count == 1 && !isChinese())
            text.pop_back();
        return text;
    }

    std::string nameOf(const std::string& key) const
    {
        const ReportMethod& method = m_report.method(key);
        if (method.equations.empty())
            return method.title;
        return method.title + comma() +
               word(method.equations == "paper" ? Word::PaperEquations : Word::ReleasedEquations);
    }

    void heading(std::string text, bool isSmall = false, bool keepTogether = false)
    {
        m_page.blocks.push_back(PageHeading{std::move(text), isSmall, keepTogether});
    }
    void note(std::string text) { m_page.blocks.push_back(PageNote{{{std::move(text)}}, false}); }

    std::string subtitle() const
    {
        const bool all = m_report.done == m_report.items;
        std::string text = all ? counted(Word::PairsAll, m_report.items)
                               : words(Word::PairsOf, {std::to_string(m_report.done), std::to_string(m_report.items)});
        text += comma() + counted(Word::MethodsCount, m_report.methods.size());
        if (m_report.quality.fusion)
            text += comma() + counted(Word::MetricsCount, m_report.quality.fusion->metrics.size());
        return text + " · " + m_report.date + " · " + words(Word::Run, {m_report.run});
    }

    /// A fact that methods may share: "A / B: x; C: y", or "x" where all that have a value have the same.
    template <typename Of>
    void addFact(Facts& facts, Word name, Of of) const
    {
        Facts values; // value, names of the methods that have it
        for (const ReportMethod& method : m_report.methods) {
            std::string value = of(method);
            if (value.empty())
                continue;
            const auto same =
                std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == value; });
            if (same == values.end())
                values.emplace_back(std::move(value), nameOf(method.key));
            else
                same->second += " / " + nameOf(method.key);
        }
        std::string text;
        for (const auto& [value, names] : values)
            text += values.size() == 1 ? value : (text.empty() ? "" : "; ") + names + ": " + value;
        if (!values.empty())
            facts.emplace_back(word(name), std::move(text));
    }

    static std::string optionOf(const ReportMethod& method, const char* name)
    {
        const auto found = method.options.find(name);
        return found == method.options.end() ? std::string() : found->second;
    }

    std::string equationsOf(const ReportMethod& method) const
    {
        if (method.equations.empty())
            return {};
        return word(method.equations == "paper" ? Word::PaperEquations : Word::ReleasedEquations) + "; " +
               words(Word::StagesK, {optionOf(method, "stages")});
    }

    std::string attributionOf(const ReportMethod& method) const
    {
        const std::string mode = optionOf(method, "attribution"), rule = optionOf(method, "quadrature");
        if (mode == "off")
            return word(Word::AttributionOff);
        return mode + (rule.empty() || mode.empty() ? "" : comma() + rule);
    }

    static std::string otherOptionsOf(const ReportMethod& method)
    {
        std::string text;
        for (const auto& [name, value] : method.options)
            if (name != "stages" && name != "attribution" && name != "quadrature")
                text += (text.empty() ? "" : ", ") + name + " " + value;
        return text;
    }

    /// All that any method names; it is one program that runs them.
    std::string software() const
    {
        std::set<std::string> parts, devices;
        for (const ReportMethod& method : m_report.methods) {
            for (const auto& [name, version] : method.versions)
                parts.insert(name + " " + version);
            devices.insert(method.device);
        }
        std::string text;
        for (const std::string& part : parts)
            text += (text.empty() ? "" : ", ") + part;
        for (const std::string& device : devices)
            text += "; " + device;
        return text;
    }

    std::string rangesOf(const SourceRanges& ranges) const
    {
        std::string text = ranges.applied.empty() ? ranges.request : "";
        for (const auto& [rule, pairs] : ranges.applied) {
            text += (text.empty() ? "" : ", ") + rule;
            if (ranges.applied.size() > 1)
                text += " (" + counted(Word::PairsAll, static_cast<std::size_t>(pairs)) + ")";
        }
        for (const auto& [bits, pairs] : ranges.bitDepth)
            text += (bits == ranges.bitDepth.begin()->first ? comma() : "/") + std::to_string(bits);
        return text + (ranges.bitDepth.empty() ? "" : isChinese() ? " 位" : " bit");
    }

    std::string units() const
    {
        std::string text;
        bool plain = false;
        for (const MetricColumn& metric : m_report.quality.fusion->metrics) {
            plain |= metric.unit.empty();
            if (!metric.unit.empty())
                text += (text.empty() ? "" : comma()) + metric.name + ": " + metric.unit;
        }
        return text + (plain ? (text.empty() ? "" : "; ") + word(Word::PlainNumbers) : "");
    }

    void addProvenance()
    {
        heading(word(Word::Provenance));
        Facts facts;
        std::string input = m_report.subject + comma() + counted(Word::PairsAll, m_report.items);
        if (!m_report.layout.empty())
            input += comma() + words(Word::DataSet, {m_report.layout});
        facts.emplace_back(word(Word::Input), std::move(input));
        facts.emplace_back(word(Word::Values), word(Word::Infrared) + " " + rangesOf(m_report.infrared) + "; " +
                                                   word(Word::Visible) + " " + rangesOf(m_report.visible));
        addFact(facts, Word::Equations, [this](const ReportMethod& method) { return equationsOf(method); });
        addFact(facts, Word::Attribution, [this](const ReportMethod& method) { return attributionOf(method); });
        addFact(facts, Word::Options, [](const ReportMethod& method) { return otherOptionsOf(method); });
        addFact(facts, Word::Model, [](const ReportMethod& method) {
            return method.model.empty() ? "" : method.model + ", SHA-256 " + method.modelHash;
        });
        addFact(facts, Word::ClassSet, [](const ReportMethod& method) { return method.classSet; });
        if (m_report.quality.fusion) {
            facts.emplace_back(word(Word::Metrics), words(Word::Convention, {toString(m_report.convention)}));
            facts.emplace_back(word(Word::Units), units());
        }
        facts.emplace_back(word(Word::Software), software());
        facts.emplace_back(word(Word::Repeat), word(Word::RepeatHow));
        std::string paths;
        for (const auto& [name, path] : m_report.paths)
            paths += (paths.empty() ? "" : "; ") + name + " " + path;
        if (!paths.empty())
            facts.emplace_back(word(Word::Paths), std::move(paths));
        m_page.blocks.push_back(PageFacts{std::move(facts)});
    }

    void addMethods()
    {
        heading(word(Word::Methods));
        TextGrid grid{{word(Word::Method), word(Word::Key), word(Word::Pairs), word(Word::SecondsPerPair)}, {}};
        std::string sources;
        for (const ReportMethod& method : m_report.methods) {
            const MetricCell& seconds = method.seconds;
            grid.rows.push_back({nameOf(method.key), method.key, std::to_string(method.results),
                                 readableNumber(seconds.value.value, 2) +
                                     (seconds.deviation ? " ± " + fixedNumber(*seconds.deviation, 2) : "")});
            if (!method.source.empty() && sources.find(method.source) == std::string::npos)
                sources += (sources.empty() ? "" : " ") + words(Word::Sources, {method.title, method.source});
        }
        m_page.blocks.push_back(PageGrid{std::move(grid), {}});
        if (!sources.empty())
            note(std::move(sources));
    }

    /// The evaluation with methods as people call them.
    Evaluation readableEvaluation() const
    {
        Evaluation evaluation = *m_report.quality.fusion;
        for (std::string& method : evaluation.methods)
            method = nameOf(method);
        return evaluation;
    }

    void addTable(const MetricTable& table, const TableStyle& style)
    {
        m_page.blocks.push_back(PageMetrics{renamed(table, word(Word::Method)), style});
        const std::vector<std::string> notes = readable(table, style).notes;
        if (notes.empty())
            return;
        std::string text;
        for (std::size_t i = 0; i < std::min(notes.size(), kShownWarnings); ++i)
            text += (text.empty() ? word(Word::Missing) + ": " : "; ") + notes[i];
        m_page.blocks.push_back(PageNote{{{text + "."}}, true});
    }

    void addQuality()
    {
        heading(word(Word::Quality));
        if (!m_report.quality.fusion || m_report.quality.fusion->images.empty()) {
            note(word(m_report.quality.fusion ? Word::NothingMeasured : Word::NoMetrics));
            return;
        }
        const Evaluation evaluation = readableEvaluation();
        addTable(meansTable(evaluation), kMeans);
        const std::string blank = isChinese() ? "" : " ";
        PageNote legend{{{words(Word::QualityNote, {std::to_string(evaluation.images.size())})}}, false};
        if (evaluation.methods.size() > 1) {
            legend.runs.push_back({blank});
            legend.runs.push_back({word(Word::Best), Emphasis::Strong});
            legend.runs.push_back({comma()});
            legend.runs.push_back({word(Word::Second), Emphasis::Underlined});
            legend.runs.push_back({word(Word::TiesNote)});
        }
        if (!evaluation.leftOut.empty())
            legend.runs.push_back({blank + words(Word::LeftOutNote, {std::to_string(evaluation.leftOut.size()),
                                                                     std::to_string(evaluation.listed())})});
        m_page.blocks.push_back(std::move(legend));
        if (evaluation.methods.size() < 2)
            return;
        heading(word(Word::Ranks), true);
        addTable(meanRanksTable(evaluation), kMeans);
        note(word(Word::RanksNote));
        heading(word(Word::Wins), true);
        addTable(winsTable(evaluation), kPlain);
        note(word(Word::WinsNote));
        if (m_report.quality.comparison)
            addComparison(*m_report.quality.comparison);
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
        m_page.blocks.push_back(PageGrid{std::move(grid), {}});
        note(word(Word::ComparisonNote));
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

    void addAttribution(const AttributionSummary& summary)
    {
        heading(words(Word::ByClass, {nameOf(summary.method)}));
        PageGrid block{gridOf(attributionTable(summary, ""), {word(Word::Class), word(Word::Pairs), word(Word::Pixels),
                                                              word(Word::Share), "w₁", "w₂", "Sᵢᵣ", "Sᵥᵢ"}),
                       {}};
        for (const ClassSummary& one : summary.classes)
            block.swatches.push_back(one.colour);
        m_page.blocks.push_back(std::move(block));
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
        m_page.blocks.push_back(std::move(charts));
        for (const StagesSummary& summary : m_report.stages) {
            heading(nameOf(summary.method), true);
            m_page.blocks.push_back(
                PageGrid{gridOf(stagesTable(summary, ""),
                                {word(Word::Stage), word(Word::StepSize), word(Word::MeanChange), word(Word::Residual),
                                 word(Word::ScoreChange), word(Word::ResidualShare)}),
                         {}});
        }
        note(word(Word::StagesNote));
    }

    /// The first of a long list, and how many more there are.
    template <typename Range, typename ToText>
    void addItems(std::vector<std::string>& items, const Range& range, ToText toText) const
    {
        std::size_t shown = 0;
        for (const auto& one : range) {
            if (shown++ == kShownWarnings) {
                items.push_back(words(Word::AndMore, {std::to_string(range.size() - kShownWarnings)}));
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
        m_page.blocks.push_back(PageList{std::move(items)});
    }

    std::string captionOf(const ReportFigure& figure) const
    {
        // Stages are named by their digits set low, as in f₅.
        static constexpr std::array kLow{"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
        std::string stage;
        for (const char digit : std::to_string(figure.stage))
            stage += kLow[static_cast<std::size_t>(digit - '0')];
        switch (figure.kind) {
        case FigureKind::Infrared:
            return word(Word::InfraredFigure);
        case FigureKind::Visible:
            return word(Word::VisibleFigure);
        case FigureKind::Result:
            return nameOf(figure.method);
        case FigureKind::Weight:
            return word(Word::WeightFigure);
        case FigureKind::Change:
            return words(Word::ChangeFigure, {stage});
        case FigureKind::Attention:
            return words(Word::AttentionFigure, {stage});
        case FigureKind::Classes:
            return words(Word::ClassesFigure, {stage});
        }
        return {};
    }

    /// Whether several methods have such figures, so that each must say whose it is.
    bool isShared(const ReportPair& pair, const ReportFigure& figure) const
    {
        return figure.kind > FigureKind::Result &&
               std::any_of(pair.figures.begin(), pair.figures.end(), [&](const ReportFigure& other) {
                   return other.kind == figure.kind && other.method != figure.method;
               });
    }

    void addPair(const ReportPair& pair)
    {
        heading(words(Word::OnePair, {pair.item}), false, true);
        PageFigures figures;
        std::string remarks = word(Word::FigureNote);
        const std::string blank = isChinese() ? "" : " ";
        char letter = 'a';
        const auto letterText = [&] {
            const std::string text = letter <= 'z' ? "(" + std::string(1, letter) + ") " : std::string();
            ++letter;
            return text;
        };
        std::set<std::string> sizes;
        for (const ReportFigure& figure : pair.figures) {
            PageFigure shown{&figure, captionOf(figure), figure.problem};
            if (isShared(pair, figure))
                shown.caption += comma() + nameOf(figure.method);
            const std::string mark = letterText();
            if (figure.scale && figure.scale->clipped > 0)
                remarks += blank + words(Word::Clipped, {mark.empty() ? shown.caption : mark.substr(0, 3),
                                                         percent(figure.scale->clipped)});
            if (figure.width < figure.fullWidth)
                sizes.insert(words(Word::Shrunk, {std::to_string(figure.fullWidth), std::to_string(figure.fullHeight),
                                                  std::to_string(figure.width), std::to_string(figure.height)}));
            shown.caption = mark + shown.caption;
            figures.figures.push_back(std::move(shown));
        }
        for (const PairWeights& weights : pair.weights)
            figures.bars.push_back({weights.classes,
                                    letterText() + word(Word::WeightsFigure) +
                                        (pair.weights.size() > 1 ? comma() + nameOf(weights.method) : ""),
                                    word(Word::WeightsKey)});
        for (const std::string& size : sizes)
            remarks += blank + size;
        m_page.blocks.push_back(std::move(figures));
        note(std::move(remarks));
        addPairMetrics(pair.item);
    }

    void addPairMetrics(const std::string& item)
    {
        if (!m_report.quality.fusion)
            return;
        const Evaluation evaluation = readableEvaluation();
        const auto found = std::find(evaluation.images.begin(), evaluation.images.end(), item);
        if (found == evaluation.images.end())
            return;
        const auto image = static_cast<std::size_t>(found - evaluation.images.begin());
        MetricTable table(word(Word::Method), evaluation.metrics);
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
            const std::vector<MetricValue>& values = evaluation.values[method][image];
            table.addRow(evaluation.methods[method], {values.begin(), values.end()});
        }
        addTable(table, kSingle);
    }

    void addImages(std::size_t method)
    {
        const Evaluation evaluation = readableEvaluation();
        heading(words(Word::EachPair, {evaluation.methods[method]}));
        m_page.blocks.push_back(PageMetrics{renamed(imagesTable(evaluation, method), word(Word::Image)), kPlain});
    }

    const Report& m_report;
    Page m_page;
};

} // namespace

Page layOut(const Report& report, Language language) { return PageBuilder(report, language).build(); }

std::string scaleText(double value)
{
    if (value == 0 || !std::isfinite(value))
        return value == 0 ? "0" : exactNumber(value);
    constexpr int kDigits = 3;
    const int before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1; // digits before the point
    std::string text = fixedNumber(std::abs(value), std::clamp(kDigits - before, 0, 9));
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.'))
            text.pop_back();
    }
    return value < 0 ? "−" + text : text;
}

std::vector<std::pair<std::string, const std::vector<std::uint8_t>*>> pictureFiles(const Page& page,
                                                                                   const std::string& pictures)
{
    std::vector<std::pair<std::string, const std::vector<std::uint8_t>*>> files;
    int number = 0;
    for (const PageBlock& block : page.blocks)
        if (const auto* figures = std::get_if<PageFigures>(&block))
            for (const PageFigure& shown : figures->figures) {
                const std::string name = pictures + "figure-" + std::to_string(++number);
                if (shown.figure->png.empty())
                    continue;
                files.emplace_back(name + ".png", &shown.figure->png);
                if (shown.figure->scale)
                    files.emplace_back(name + "-scale.png", &shown.figure->scale->bar);
            }
    return files;
}

} // namespace duoscope
