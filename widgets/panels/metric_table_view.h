// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace duoscope {

class MetricSortModel;
class MetricTableModel;

/// A MetricTableModel as a table that is sorted by its headers: one row is selected at a time, Ctrl+C asks for a copy.
class MetricTableView : public QTableView {
    Q_OBJECT
public:
    /// @param model  must live as long
    explicit MetricTableView(MetricTableModel& model, QWidget* parent = nullptr);

    void selectModelRow(int row); ///< of the model; -1: none
    /// How wide numbers usually are: columns are no narrower, so that they do not jump when values come.
    void setUsualNumber(const QString& text);
    void arrangeColumns(); ///< numbers as wide as needed, names the rest; also done when other rows or columns come

Q_SIGNALS:
    void copyAsked();
    void rowChosen(int row); ///< of the model, by mouse or keyboard

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int rowOf(const QModelIndex& index) const; ///< in the model
    void arrangeNames();
    void restyle();

    MetricTableModel& m_model;
    MetricSortModel* m_sorted;
    QString m_usualNumber = QStringLiteral("00.000");
};

} // namespace duoscope
