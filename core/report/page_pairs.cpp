// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/report/page_composer.h"
#include "core/report/page_sections.h"

#include <algorithm>
#include <array>
#include <set>

namespace duoscope {
namespace {

constexpr TableStyle kSingle{true, false, false};

std::string percent(double share) { return fixedNumber(100 * share, 1); }

/// Figures and metrics of single pairs.
class PairsSection : PageComposer {
public:
    using PageComposer::PageComposer;

    void addPair(const ReportPair& pair)
    {
        heading(words(Word::OnePair, {pair.item}), false, true);
        PageFigures figures;
        std::string remarks = word(Word::FigureNote);
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
                remarks += blank() + words(Word::Clipped, {mark.empty() ? shown.caption : mark.substr(0, 3),
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
            remarks += blank() + size;
        add(std::move(figures));
        note(std::move(remarks));
        addPairMetrics(pair.item);
    }

private:
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
};

} // namespace

void addPairs(const Report& report, Page& page)
{
    PairsSection section(report, page);
    for (const ReportPair& pair : report.pairs)
        section.addPair(pair);
}

} // namespace duoscope
