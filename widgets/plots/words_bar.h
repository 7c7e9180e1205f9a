// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QList>
#include <QWidget>

namespace duoscope {

/// A bar whose words, the labels before its boxes and buttons, go where there is no room for all of them. What they say
/// the boxes' tooltips and accessible names say, too.
class WordsBar : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setWords(const QList<QLabel*>& words);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void fit();

    QList<QLabel*> m_words;
};

} // namespace duoscope
