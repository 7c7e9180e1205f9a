// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/zoom_box.h"

#include "widgets/bridge/text.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QEvent>
#include <QLineEdit>

namespace duoscope {

ZoomBox::ZoomBox(CompareGrid& grid, QWidget* parent) : QComboBox(parent), m_grid(grid)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setMinimumWidth(fontMetrics().horizontalAdvance("Fill · 100 %") + 40);
    connect(this, &QComboBox::textActivated, this, &ZoomBox::choose);
    // The box activates its own items only; what is typed is read here.
    connect(lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (const QString text = currentText(); findText(text) < 0)
            choose(text);
    });
    connect(&grid.view(), &ViewState::viewChanged, this, &ZoomBox::updateText);
    retranslate();
}

void ZoomBox::choose(const QString& text)
{
    QString digits;
    for (const QChar& letter : text)
        if (letter.isDigit() || letter == '.')
            digits += letter;
    ViewState& view = *m_grid.currentPane().canvas().view();
    if (text == itemText(0))
        view.setFit(ViewState::Fit::Inside);
    else if (text == itemText(1))
        view.setFit(ViewState::Fit::Fill);
    else if (const double percent = digits.toDouble(); percent > 0)
        view.setFree(percent / 100, view.centre());
    updateText();
}

void ZoomBox::updateText()
{
    const QString percent = fixedText(m_grid.currentPane().canvas().zoom() * 100, 0) + " %";
    switch (m_grid.view().fit()) {
    case ViewState::Fit::Inside:
        setEditText(tr("Fit · %1").arg(percent));
        break;
    case ViewState::Fit::Fill:
        setEditText(tr("Fill · %1").arg(percent));
        break;
    case ViewState::Fit::Free:
        setEditText(percent);
        break;
    }
}

void ZoomBox::retranslate()
{
    setAccessibleName(tr("Zoom"));
    clear();
    addItems({tr("Fit"), tr("Fill"), "50 %", "100 %", "200 %", "400 %", "800 %"});
    updateText();
}

void ZoomBox::changeEvent(QEvent* event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace duoscope
