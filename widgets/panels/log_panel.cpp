// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/log_panel.h"

#include "widgets/bridge/look.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTime>
#include <QVBoxLayout>

namespace duoscope {
namespace {

constexpr int kLargestLineCount = 2000;

} // namespace

LogPanel::LogPanel(QWidget* parent) : QWidget(parent)
{
    m_lines = new QPlainTextEdit(this);
    m_lines->setReadOnly(true);
    m_lines->setFont(smallerFont(1));
    m_lines->setFrameShape(QFrame::NoFrame);
    m_lines->setMaximumBlockCount(kLargestLineCount);
    m_lines->setAccessibleName(tr("Log"));
    m_lines->setPlaceholderText(tr("What happens is written here."));
    m_lines->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_lines);
}

void LogPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_lines->setAccessibleName(tr("Log"));
        m_lines->setPlaceholderText(tr("What happens is written here."));
    }
}

bool LogPanel::eventFilter(QObject* watched, QEvent* event)
{
    // Text that can't be changed lets the window have Ctrl+C, which would copy a picture.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void LogPanel::add(const QString& sentence, bool failure)
{
    m_lines->appendPlainText(
        QString("%1  %2%3")
            .arg(QTime::currentTime().toString("HH:mm:ss"), failure ? tr("Failed: ") : QString(), sentence));
}

QString LogPanel::text() const { return m_lines->toPlainText(); }

} // namespace duoscope
