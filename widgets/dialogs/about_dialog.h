// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace duoscope {

/// What Duoscope is, its licence, the libraries it is built on, and the paper to cite. Modeless.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_summary;
    QLabel* m_paperTitle;
    QLabel* m_paper;
    QPushButton* m_copyPaper;
    QLabel* m_librariesTitle;
    QTreeWidget* m_libraries;
};

} // namespace duoscope
