// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPlainTextEdit;
class QPushButton;

namespace duoscope {

/// A long text to read and copy, such as a log, its end first. Modeless.
class TextDialog : public QDialog {
    Q_OBJECT
public:
    TextDialog(const QString& title, const QString& text, QWidget* parent = nullptr);

    QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QPlainTextEdit* m_text;
    QPushButton* m_copy;
};

} // namespace duoscope
