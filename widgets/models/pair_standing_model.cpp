// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/pair_standing_model.h"

#include "widgets/bridge/text.h"

#include <QSize>

#include <algorithm>
#include <cmath>
#include <utility>

namespace duoscope {
namespace {

QString numberText(double value, int decimals)
{
    return std::isfinite(value) ? fixedText(value, decimals) : valueText(value);
}

QString withSign(double value, int decimals)
{
    const QString text = numberText(value, decimals);
    const bool isZero = std::none_of(text.begin(), text.end(), [](QChar c) { return c >= '1' && c <= '9'; });
    return value > 0 && (!isZero || std::isinf(value)) ? '+' + text : text;
}

} // namespace

void PairStandingModel::setContents(Heading heading, std::vector<PairStandingRow> rows, int decimals, bool spread)
{
    // Views keep their selection and place where only values change.
    const bool sameShape = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                      [](const PairStandingRow& a, const PairStandingRow& b) {
                                          return a.pair == b.pair && a.standing.has_value() == b.standing.has_value();
                                      });
    if (!sameShape)
        beginResetModel();
    m_heading = std::move(heading);
    m_rows = std::move(rows);
    m_decimals = decimals;
    m_spread = spread;
    m_longest = 0;
    for (const PairStandingRow& row : m_rows)
        if (row.standing && std::isfinite(barOf(*row.standing)))
            m_longest = std::max(m_longest, std::abs(barOf(*row.standing)));
    if (!sameShape) {
        endResetModel();
        return;
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int PairStandingModel::rowOf(int pair) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [pair](const PairStandingRow& row) { return row.pair == pair; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int PairStandingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PairStandingModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

double PairStandingModel::barOf(const ImageStanding& standing) const
{
    return m_spread ? standing.spread : standing.difference;
}

QString PairStandingModel::textOf(const PairStandingRow& row, int column) const
{
    if (column == PairColumn)
        return row.name;
    if (!row.standing)
        return column == FirstColumn ? row.reason : QString();
    if (column == FirstColumn)
        return numberText(row.standing->first, m_decimals);
    if (column == SecondColumn)
        return numberText(row.standing->second, m_decimals);
    return m_spread ? numberText(row.standing->spread, m_decimals) : withSign(row.standing->difference, m_decimals);
}

QString PairStandingModel::tipOf(const PairStandingRow& row) const
{
    if (!row.standing)
        return row.name + '\n' + row.reason;
    QStringList lines{row.name};
    const auto line = [&](const QString& name, double value) { lines << tr("%1: %2").arg(name, valueText(value)); };
    line(m_heading.firstName, row.standing->first);
    line(row.other, row.standing->second);
    if (row.standing->lead == 0)
        lines << tr("neither is better");
    else
        lines << (row.standing->lead < 0 ? tr("%1 is behind by %2") : tr("%1 is ahead by %2"))
                     .arg(m_heading.firstName, valueText(std::abs(row.standing->lead)));
    line(tr("spread of all methods"), row.standing->spread);
    return lines.join('\n');
}

QVariant PairStandingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PairStandingRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::ToolTipRole:
        return tipOf(row);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(index.column() == PairColumn || !row.standing ? Qt::AlignLeft : Qt::AlignRight) |
            Qt::AlignVCenter);
    case Qt::SizeHintRole: // a reason lies across the columns and widens none
        return !row.standing && index.column() != PairColumn ? QVariant(QSize(1, 1)) : QVariant();
    case BarRole: {
        const double bar = row.standing && m_longest > 0 ? barOf(*row.standing) / m_longest : 0;
        return std::isnan(bar) ? 0.0 : std::clamp(bar, -1.0, 1.0);
    }
    case LeadRole:
        return row.standing && !m_spread ? (row.standing->lead > 0) - (row.standing->lead < 0) : 0;
    case SignedRole:
        return !m_spread;
    case ReasonRole:
        return row.reason;
    default:
        return {};
    }
}

QVariant PairStandingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const QString texts[] = {tr("Pair"), m_heading.first, m_heading.second, m_heading.bar};
    const QString tips[] = {{}, m_heading.firstTip, m_heading.secondTip, m_heading.barTip};
    switch (role) {
    case Qt::DisplayRole:
        return texts[section];
    case Qt::ToolTipRole:
        return tips[section];
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(section == PairColumn ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace duoscope
