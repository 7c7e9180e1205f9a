// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace duoscope {

/// Draws PairsModel: of a group its name, of a pair two thumbnails side by side, the name and the state. In a narrow
/// view the thumbnails alone. For views without indentation; asks for thumbnails of what it draws.
class PairDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit PairDelegate(QObject* parent = nullptr) : QStyledItemDelegate(parent) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace duoscope
