// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/dock.h"

#include "widgets/bridge/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace duoscope {
namespace {

/// Docks give a title bar the height it hints at, whatever its own limits are.
class TitleBar : public QWidget {
public:
    using QWidget::QWidget;
    QSize sizeHint() const override { return {120, sizes::kHeader}; }
    QSize minimumSizeHint() const override { return {40, sizes::kHeader}; }
};

} // namespace

Dock::Dock(const QString& objectName, QWidget* content, QWidget* parent) : QDockWidget(parent)
{
    setObjectName(objectName);
    setWidget(content);
    m_bar = new TitleBar(this);
    m_bar->setAutoFillBackground(true);
    m_title = new QLabel(m_bar);
    m_title->setFont(titleFont());
    const auto button = [this] {
        auto* made = new QToolButton(m_bar);
        made->setAutoRaise(true);
        made->setIconSize({12, 12});
        made->setFixedSize(20, 20);
        made->setFocusPolicy(Qt::NoFocus); // both are in the Window menu
        return made;
    };
    m_float = button();
    m_close = button();
    auto* layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(sizes::kPad, 0, sizes::kGap, 0);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addStretch(1);
    layout->addWidget(m_float);
    layout->addWidget(m_close);
    setTitleBarWidget(m_bar);
    connect(m_float, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(m_close, &QToolButton::clicked, this, &QWidget::close);
    restyle();
}

void Dock::setTitle(const QString& title)
{
    setWindowTitle(title); // for the tab and the menu
    m_title->setText(title);
}

void Dock::restyle()
{
    QPalette header = palette();
    header.setColor(QPalette::Window, tone(Tone::Header));
    m_bar->setPalette(header);
    m_float->setIcon(lineIcon("float"));
    m_float->setToolTip(tr("Take out of the window, or put back"));
    m_float->setAccessibleName(m_float->toolTip());
    m_close->setIcon(lineIcon("close"));
    m_close->setToolTip(tr("Close; the Window menu opens it again"));
    m_close->setAccessibleName(m_close->toolTip());
}

void Dock::changeEvent(QEvent* event)
{
    QDockWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        restyle();
}

} // namespace duoscope
