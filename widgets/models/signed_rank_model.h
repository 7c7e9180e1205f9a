// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/method_comparison.h"

#include <QAbstractTableModel>
#include <QString>

namespace duoscope {

/// Two methods, A and B, by Wilcoxon's signed-rank test: a row for each metric. Each p stands alone.
class SignedRankModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, CountColumn, MedianColumn, BetterColumn, ProbabilityColumn, VerdictColumn, ColumnCount };
    static constexpr double kLevel = 0.05; ///< of p, below which a difference is called one
    using QAbstractTableModel::QAbstractTableModel;

    /// @param first, second  the methods, for people
    void setContents(MethodComparison comparison, const QString& first, const QString& second);
    /// All of it, with tabs between columns.
    QString copyText() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textOf(const MetricComparison& metric, int column) const;
    QString tipOf(const MetricComparison& metric) const;

    MethodComparison m_comparison;
    QString m_first;
    QString m_second;
};

} // namespace duoscope
