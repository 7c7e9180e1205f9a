// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractItemModel;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace duoscope {

/// Room at the sides of a button's icon and text, of which the style leaves little.
void giveRoom(QPushButton& button);

/// A framed part of the batch dialog: a title with room beside it, what it is about, and a line below.
class BatchDialogSection : public QWidget {
    Q_OBJECT
public:
    explicit BatchDialogSection(QWidget* parent = nullptr);

protected:
    void setTitle(const QString& title);
    QHBoxLayout& header() { return *m_header; } ///< right of the title
    QVBoxLayout& body() { return *m_body; }
    QHBoxLayout& footer() { return *m_footer; }
    /// A table as all of the dialog are: rows to choose, no grid, headers that sort where the model does.
    /// @param hint  not owned; shown in its place while it is empty
    QTableView* makeTable(QAbstractItemModel& model, const char* objectName, QLabel* hint);
    /// Fonts and colours that are no palette's.
    virtual void restyle();
    virtual void retranslate() = 0;

    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QLabel* m_title;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
    QHBoxLayout* m_footer;
    QWidget* m_headerBar;
    QWidget* m_footerBar;
};

} // namespace duoscope
