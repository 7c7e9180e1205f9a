// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QAbstractTableModel>

namespace duoscope {

/// The classes present in the current trace, with their scores, attributions and weights.
class ClassTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        ClassColumn,
        PixelsColumn,
        InfraredAttributionColumn,
        VisibleAttributionColumn,
        InfraredWeightColumn,
        VisibleWeightColumn,
        InfraredScoreColumn,
        VisibleScoreColumn,
        ColumnCount,
    };
    enum Role {
        ClassIdRole = Qt::UserRole + 1, ///< int
        SortRole,                       ///< a number, or the name
        ColourRole,                     ///< QColor of the class
        WeightRole,                     ///< double, w1 as it is wanted
        AttributedWeightRole,           ///< double, w1 as attribution gave it
    };

    /// The session outlives the model.
    explicit ClassTableModel(const Session& session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    int rowOf(int classId) const; ///< -1 where the class is not present
    void retranslate();

private:
    void update();
    double wantedWeight(const ClassTrace& entry) const;

    const Session& m_session;
    TracePointer m_trace;
    std::vector<int> m_ids; ///< of the classes present
};

} // namespace duoscope
