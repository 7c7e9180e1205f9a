// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/diagnosis/crash_notice.h"

#include "widgets/bridge/look.h"
#include "widgets/dialogs/text_dialog.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>

namespace duoscope {

CrashNotice::CrashNotice(const QString& trace, QWidget* parent)
    : QToolBar(parent), m_trace(trace), m_icon(new QLabel(this)), m_text(new QLabel(this)),
      m_show(new QToolButton(this)), m_copy(new QToolButton(this)), m_close(new QToolButton(this))
{
    setObjectName("crashNotice");
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    toggleViewAction()->setVisible(false);
    m_text->setWordWrap(true);
    m_text->setFixedHeight(2 * fontMetrics().lineSpacing() + sizes::kGap); // tool bars know no height for a width
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_icon->setContentsMargins(sizes::kPad, 0, sizes::kPad, 0);
    for (QWidget* part : std::initializer_list<QWidget*>{m_icon, m_text, m_show, m_copy, m_close})
        addWidget(part);
    for (QToolButton* button : {m_show, m_copy, m_close})
        button->setFocusPolicy(Qt::TabFocus);
    connect(m_show, &QToolButton::clicked, this, &CrashNotice::showTrace);
    connect(m_copy, &QToolButton::clicked, this, &CrashNotice::copyAsked);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    retranslate();
}

void CrashNotice::showTrace()
{
    auto* dialog = new TextDialog(tr("What the crash left"), m_trace, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void CrashNotice::retranslate()
{
    setWindowTitle(tr("Crash"));
    m_text->setText(tr("Duoscope crashed the last time. What was open is here again. To report it, copy the report and "
                       "paste it where you got Duoscope from, with what you did before."));
    m_show->setText(tr("Show trace"));
    m_copy->setText(tr("Copy report"));
    m_copy->setToolTip(tr("The trace and what Help ▸ Copy diagnostics tells, without your name"));
    m_close->setText(tr("Close"));
    m_icon->setPixmap(iconInColour("warning", tone(Tone::Warn), 16, devicePixelRatioF()));
}

void CrashNotice::changeEvent(QEvent* event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

} // namespace duoscope
