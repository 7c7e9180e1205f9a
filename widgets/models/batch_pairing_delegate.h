// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace duoscope {

/// Draws the previews of a BatchPairingModel, a dashed frame where there is no file.
class BatchPairingDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit BatchPairingDelegate(QObject* parent = nullptr) : QStyledItemDelegate(parent) {}

    static int previewWidth(); ///< of the column

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace duoscope
