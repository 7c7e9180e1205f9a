// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace duoscope {

/// Draws a BatchQueueModel: beside the state of a running task a bar of how far it is.
class BatchQueueDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit BatchQueueDelegate(QObject* parent = nullptr) : QStyledItemDelegate(parent) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace duoscope
