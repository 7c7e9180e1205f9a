// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/signed_rank_model.h"

#include "widgets/bridge/text.h"

#include <QFont>
#include <QStringList>

#include <cmath>
#include <utility>

namespace duoscope {
namespace {

constexpr double kSmallestShown = 0.0001;

QString probabilityText(double p) { return p < kSmallestShown ? QStringLiteral("< 0.0001") : fixedText(p, 4); }

QString medianText(const MetricComparison& metric)
{
    if (!metric.medianDifference.isDefined())
        return QStringLiteral("–");
    const double median = metric.medianDifference.value;
    const QString text = std::isfinite(median) ? fixedText(median, metric.metric.decimals) : valueText(median);
    return median > 0 ? '+' + text : text;
}

/// 1 where the first method is better by the test, −1 where the second is, 0 where that is open.
int verdictOf(const MetricComparison& metric)
{
    const WilcoxonResult& test = metric.test;
    if (test.pairs == 0 || !(test.p < SignedRankModel::kLevel) || test.positive == test.negative)
        return 0;
    const bool isHigher = test.positive > test.negative;
    return isHigher == (metric.metric.direction == MetricDirection::HigherIsBetter) ? 1 : -1;
}

} // namespace

void SignedRankModel::setContents(MethodComparison comparison, const QString& first, const QString& second)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    m_first = first;
    m_second = second;
    endResetModel();
}

int SignedRankModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_comparison.metrics.size());
}

int SignedRankModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString SignedRankModel::textOf(const MetricComparison& metric, int column) const
{
    switch (column) {
    case NameColumn:
        return toQString(metric.metric.name) + (metric.metric.direction == MetricDirection::HigherIsBetter
                                                    ? QStringLiteral(" ↑")
                                                    : QStringLiteral(" ↓"));
    case CountColumn:
        return QString::number(metric.test.pairs);
    case MedianColumn:
        return medianText(metric);
    case BetterColumn:
        return QString("%1 : %2").arg(metric.firstBetter).arg(metric.secondBetter);
    case ProbabilityColumn:
        return probabilityText(metric.test.p);
    case VerdictColumn: {
        const int verdict = verdictOf(metric);
        return verdict > 0 ? tr("A") : verdict < 0 ? tr("B") : tr("open");
    }
    default:
        return {};
    }
}

QString SignedRankModel::tipOf(const MetricComparison& metric) const
{
    const WilcoxonResult& test = metric.test;
    const int verdict = verdictOf(metric);
    QStringList lines{toQString(metric.metric.name)};
    lines << (verdict == 0 ? tr("No difference is shown at the level %1.").arg(kLevel)
                           : tr("%1 is better.").arg(verdict > 0 ? m_first : m_second));
    lines << tr("Better on: %1 %2, %3 %4; equal on %5.")
                 .arg(m_first)
                 .arg(metric.firstBetter)
                 .arg(m_second)
                 .arg(metric.secondBetter)
                 .arg(test.zeros);
    lines << tr("W₊ %1, W₋ %2, two-sided p %3 (%4)")
                 .arg(fixedText(test.positive, 1), fixedText(test.negative, 1), probabilityText(test.p),
                      test.exact ? tr("exact") : tr("normal approximation"));
    return lines.join('\n');
}

QVariant SignedRankModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MetricComparison& metric = m_comparison.metrics[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(metric, index.column());
    case Qt::ToolTipRole:
        return tipOf(metric);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    case Qt::FontRole: {
        if (index.column() != VerdictColumn || verdictOf(metric) == 0)
            return {};
        QFont font;
        font.setBold(true);
        return font;
    }
    default:
        return {};
    }
}

QVariant SignedRankModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const QString texts[] = {tr("Metric"), tr("n"), tr("Median"), tr("A : B"), tr("p"), tr("Better")};
    const QString tips[] = {{},
                            tr("Pairs on which the methods differ: those that the test ranks"),
                            tr("Median of the differences A − B over all pairs"),
                            tr("On how many pairs either is better"),
                            tr("Two-sided p of Wilcoxon's signed-rank test; each stands alone, uncorrected for their "
                               "number"),
                            tr("Which one is better where p is below %1").arg(kLevel)};
    switch (role) {
    case Qt::DisplayRole:
        return texts[section];
    case Qt::ToolTipRole:
        return tips[section];
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(section == NameColumn ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    default:
        return {};
    }
}

QString SignedRankModel::copyText() const
{
    QStringList lines;
    QStringList heads;
    for (int column = 0; column < ColumnCount; ++column)
        heads << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << heads.join('\t');
    for (const MetricComparison& metric : m_comparison.metrics) {
        QStringList cells;
        for (int column = 0; column < ColumnCount; ++column)
            cells << textOf(metric, column);
        lines << cells.join('\t');
    }
    return lines.join('\n') + '\n';
}

} // namespace duoscope
