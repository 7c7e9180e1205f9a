// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_table.h"

#include <QAbstractTableModel>
#include <QString>

#include <optional>
#include <vector>

namespace duoscope {

/// A line of a MetricTableModel.
struct MetricRow {
    enum class Kind {
        Plain,
        Reference, ///< what the others are compared with; stands first and has no place among them
        WhatIf,    ///< stands next, in italics, and has no place among the others
        Mean,      ///< of the plain rows; stands below them and has no place either
        Deviation, ///< likewise, below the mean
    };
    QString name;
    Kind kind = Kind::Plain;
    std::vector<std::optional<MetricCell>> cells; ///< one a column; empty while it is being measured

    bool isPlain() const { return kind == Kind::Plain; } ///< has a place
    bool isCopied() const { return isPlain() || kind == Kind::Reference; }
};

/// A MetricTable for views: the row's name, then a column a metric. The best value of a column is bold, the second best
/// underlined.
class MetricTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        PlaceRole = Qt::UserRole, ///< int(Place)
        SortRole,                 ///< number, NaN where there is none; of the first column the row's name
        KindRole,                 ///< int(MetricRow::Kind)
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// @param ranked  whether rows compete
    void setContents(const QString& heading, std::vector<MetricInfo> metrics, std::vector<MetricRow> rows, bool ranked);
    /// For copying: the rows that are plain or references, and whether the plain ones compete. What is not measured yet is undefined.
    const MetricTable& table() const { return m_table; }
    bool isRanked() const { return m_ranked; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant nameData(const MetricRow& row, int role) const;
    QVariant cellData(std::size_t row, std::size_t column, int role) const;
    Place place(std::size_t row, std::size_t column) const;
    QString cellText(const std::optional<MetricCell>& cell, int decimals) const;
    QString cellTip(const std::optional<MetricCell>& cell, const MetricInfo& metric) const;

    QString m_heading;
    std::vector<MetricInfo> m_metrics;
    std::vector<MetricRow> m_rows;
    std::vector<std::size_t> m_tableRows; ///< of each row; unused for those that are not copied
    MetricTable m_table{"", {}};
    bool m_ranked = true;
};

} // namespace duoscope
