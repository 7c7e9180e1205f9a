// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_table.h"

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

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
    QStringList notes = {};                       ///< more to say of the cells of the extra columns, in their order
    int series = -1;                              ///< of plots with the same methods; -1: none

    bool isPlain() const { return kind == Kind::Plain; } ///< has a place
    bool isCopied() const { return isPlain() || kind == Kind::Reference; }
};

/// A column that is no metric: a count of wins, a time.
struct ExtraColumn {
    MetricColumn column;
    QString title; ///< as the column's name in the present language
    QString tip;
};

/// A MetricTable for views: the row's name, then a column a metric, then other ones. The best value of a column is
/// bold, the second best underlined.
class MetricTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        PlaceRole = Qt::UserRole, ///< int(Place)
        SortRole,                 ///< number, NaN where there is none; of the first column the row's name
        KindRole,                 ///< int(MetricRow::Kind)
        NumberRole,               ///< text of the value without its deviation
        DeviationRole,            ///< text of the deviation alone; empty where there is none
        SeriesRole,               ///< of the first column: MetricRow::series
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// @param ranked  whether rows compete
    void setContents(const QString& heading, std::vector<MetricInfo> metrics, std::vector<MetricRow> rows, bool ranked,
                     std::vector<ExtraColumn> extras = {});
    /// For copying: the rows that are plain or references, and whether the plain ones compete. What is not measured yet
    /// is undefined.
    const MetricTable& table() const { return m_table; }
    bool isRanked() const { return m_ranked; }
    int metricCount() const { return static_cast<int>(m_metrics.size()); } ///< columns behind the name's

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant nameData(const MetricRow& row, int role) const;
    QVariant cellData(std::size_t row, std::size_t column, int role) const;
    Place place(std::size_t row, std::size_t column) const;
    QString cellText(const std::optional<MetricCell>& cell, int decimals) const;
    QString cellTip(const std::optional<MetricCell>& cell, std::size_t column) const;
    QString noteOf(const MetricRow& row, std::size_t column) const;

    QString m_heading;
    std::vector<MetricInfo> m_metrics;
    std::vector<ExtraColumn> m_extras;
    std::vector<MetricRow> m_rows;
    std::vector<std::size_t> m_tableRows; ///< of each row; unused for those that are not copied
    MetricTable m_table{"", {}};
    bool m_ranked = true;
};

} // namespace duoscope
