// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace duoscope {

/// Draws the bars of a PairStandingModel: left or right of a line at zero as the number's sign says, with an arrow that
/// says, as the colour does, whether the method that is looked at is ahead or behind.
class PairStandingDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace duoscope
