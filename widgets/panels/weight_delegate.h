// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace duoscope {

/// Draws the columns of ClassTableModel: a swatch before the class, and after w₁ a bar in the class's colour, with a
/// tick where attribution had put it.
class WeightDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Draws a swatch before names of classes: for models with a colour role.
class SwatchDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    SwatchDelegate(int colourRole, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_colourRole;
};

} // namespace duoscope
