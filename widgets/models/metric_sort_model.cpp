// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/metric_sort_model.h"

#include "widgets/models/metric_table_model.h"

#include <cmath>

namespace duoscope {
namespace {

/// Groups of rows that no sorting mixes, from above.
int groupOf(const QModelIndex& index)
{
    switch (static_cast<MetricRow::Kind>(index.data(MetricTableModel::KindRole).toInt())) {
    case MetricRow::Kind::Reference:
        return 0;
    case MetricRow::Kind::WhatIf:
        return 1;
    case MetricRow::Kind::Mean:
        return 4;
    case MetricRow::Kind::Deviation:
        return 5;
    case MetricRow::Kind::Plain:
        break;
    }
    const QVariant value = index.data(MetricTableModel::SortRole);
    return value.typeId() == QMetaType::Double && std::isnan(value.toDouble()) ? 3 : 2;
}

} // namespace

MetricSortModel::MetricSortModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(MetricTableModel::SortRole);
    setSortLocaleAware(true);
}

bool MetricSortModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const int leftGroup = groupOf(left);
    const int rightGroup = groupOf(right);
    if (leftGroup != rightGroup)
        return (leftGroup < rightGroup) == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace duoscope
