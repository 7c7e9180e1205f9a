// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/batch_queue_filter_model.h"

namespace duoscope {

void BatchQueueFilterModel::setGroup(BatchQueueModel::Group group)
{
    if (group == m_group)
        return;
    m_group = group;
    invalidateFilter();
}

bool BatchQueueFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_group == BatchQueueModel::Group::All)
        return true;
    const int group = sourceModel()->index(row, 0, parent).data(BatchQueueModel::GroupRole).toInt();
    return group == static_cast<int>(m_group);
}

} // namespace duoscope
