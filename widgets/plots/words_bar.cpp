// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/words_bar.h"

#include <QEvent>
#include <QLayout>

namespace duoscope {

void WordsBar::setWords(const QList<QLabel*>& words)
{
    m_words = words;
    for (QLabel* word : words)
        word->setMinimumWidth(1); // so that the bar can be narrower than with all of them
}

void WordsBar::fit()
{
    if (m_words.isEmpty() || !layout())
        return;
    int room = width() - minimumSizeHint().width();
    for (const QLabel* word : m_words)
        room -= word->sizeHint().width() + (word->isHidden() ? layout()->spacing() : -1);
    for (QLabel* word : m_words)
        word->setVisible(room >= 0);
}

void WordsBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

bool WordsBar::event(QEvent* event)
{
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) // other words, or another font
        fit();
    return handled;
}

} // namespace duoscope
