// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace duoscope {

/// A BatchPairingModel sorted by a column, at will with what is wrong above all that is right.
class BatchPairingOrderModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit BatchPairingOrderModel(QObject* parent = nullptr);

    bool hasProblemsFirst() const { return m_problemsFirst; }
    void setProblemsFirst(bool first);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    bool m_problemsFirst = true;
};

} // namespace duoscope
