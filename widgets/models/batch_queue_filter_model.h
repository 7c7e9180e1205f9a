// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/batch_queue_model.h"

#include <QSortFilterProxyModel>

namespace duoscope {

/// The tasks of a BatchQueueModel that are in one group.
class BatchQueueFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    BatchQueueModel::Group group() const { return m_group; }
    void setGroup(BatchQueueModel::Group group);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    BatchQueueModel::Group m_group = BatchQueueModel::Group::All;
};

} // namespace duoscope
