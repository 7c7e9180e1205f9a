// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/batch_pairing_order_model.h"

#include "widgets/models/batch_pairing_model.h"

namespace duoscope {

BatchPairingOrderModel::BatchPairingOrderModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(BatchPairingModel::SortRole);
    setSortLocaleAware(true);
}

void BatchPairingOrderModel::setProblemsFirst(bool first)
{
    if (first == m_problemsFirst)
        return;
    m_problemsFirst = first;
    invalidate();
}

bool BatchPairingOrderModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const int a = left.data(BatchPairingModel::SeverityRole).toInt();
    const int b = right.data(BatchPairingModel::SeverityRole).toInt();
    if (m_problemsFirst && a != b)
        return (a > b) == (sortOrder() == Qt::AscendingOrder);
    const QVariant x = left.data(sortRole()), y = right.data(sortRole());
    if (x == y) // as listed
        return (left.row() < right.row()) == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace duoscope
