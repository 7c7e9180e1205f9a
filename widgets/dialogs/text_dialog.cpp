// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/text_dialog.h"

#include "widgets/bridge/look.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace duoscope {

TextDialog::TextDialog(const QString& title, const QString& text, QWidget* parent)
    : QDialog(parent), m_text(new QPlainTextEdit(text, this))
{
    setWindowTitle(title);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(smallerFont(1).pointSizeF());
    m_text->setFont(font);
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(title);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_copy = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(this->text()); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    resize(860, 520);
    retranslate();
    m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
}

QString TextDialog::text() const { return m_text->toPlainText(); }

void TextDialog::retranslate()
{
    m_copy->setText(tr("Copy"));
    m_copy->setIcon(lineIcon("copy"));
}

void TextDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace duoscope
