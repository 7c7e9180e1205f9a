// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/image_standing.h"

#include <QAbstractTableModel>
#include <QString>

#include <optional>
#include <vector>

namespace duoscope {

/// A line of a PairStandingModel.
struct PairStandingRow {
    int pair = 0; ///< id
    QString name;
    std::optional<ImageStanding> standing; ///< nothing for a pair that is left out
    QString other;                         ///< the method that `standing` is against, for people
    QString reason;                        ///< why the pair is left out
};

/// Pairs by how one method (A) stands against another (B) on them, or by how much all methods disagree: the pair, A's
/// value, B's value, and a bar with its number.
class PairStandingModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { PairColumn, FirstColumn, SecondColumn, BarColumn, ColumnCount };
    enum Role {
        BarRole = Qt::UserRole, ///< length of the bar, −1 … 1 of the longest; 0 for rows that are left out
        LeadRole,               ///< −1 where A is behind, 1 where it is ahead, 0 where the bar says neither
        SignedRole,             ///< whether bars may go either way
        ReasonRole,             ///< why a row is left out; empty for others
    };
    struct Heading {
        QString first, second, bar; ///< heads of the columns
        QString firstTip, secondTip, barTip;
        QString firstName; ///< A, for sentences
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// @param decimals  of values
    /// @param spread    the bars are of ImageStanding::spread, else of the difference A − B
    void setContents(Heading heading, std::vector<PairStandingRow> rows, int decimals, bool spread);
    const std::vector<PairStandingRow>& rows() const { return m_rows; }
    /// Row of a pair; -1 where there is none.
    int rowOf(int pair) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    double barOf(const ImageStanding& standing) const;
    QString textOf(const PairStandingRow& row, int column) const;
    QString tipOf(const PairStandingRow& row) const;

    Heading m_heading;
    std::vector<PairStandingRow> m_rows;
    int m_decimals = 3;
    bool m_spread = false;
    double m_longest = 0;
};

} // namespace duoscope
