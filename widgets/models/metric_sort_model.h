// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace duoscope {

/// Sorts a MetricTableModel. References and what-ifs stay first, means and deviations last, and values that are missing
/// go below the others, whichever way it is sorted.
class MetricSortModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit MetricSortModel(QObject* parent = nullptr);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

} // namespace duoscope
